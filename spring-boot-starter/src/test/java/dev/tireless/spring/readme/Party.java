package dev.tireless.spring.readme;

import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.wire.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** One application of the README: its class, its configuration, and a database of its own. */
record Party(TestDatabase database, ConfigurableApplicationContext context)
    implements AutoCloseable {

  private static final Secret SECRET = Secret.generate(new SecureRandom());

  @EnableAutoConfiguration
  static class Application {}

  /**
   * @param overrides what differs on a test machine, as arguments of the command line
   */
  static Party start(Class<?> example, String yaml, String... overrides) {
    TestDatabase database = TestDatabases.h2();
    return new Party(
        database,
        new SpringApplicationBuilder(Application.class, example)
            .bannerMode(Banner.Mode.OFF)
            .initializers(context -> add(yaml, context.getEnvironment()))
            .run(
                Stream.concat(Stream.of(overrides), onThisMachine(database))
                    .toArray(String[]::new)));
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  int port() {
    return ((WebServerApplicationContext) context).getWebServer().getPort();
  }

  @Override
  public void close() {
    context.close();
    database.close();
  }

  private static Stream<String> onThisMachine(TestDatabase database) {
    return Stream.of(
        "--server.port=0",
        "--spring.datasource.url=" + database.url(),
        "--spring.datasource.username=" + database.user(),
        "--ACCOUNT_SECRET=" + SECRET.text());
  }

  private static void add(String yaml, ConfigurableEnvironment environment) {
    try {
      byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
      new YamlPropertySourceLoader()
          .load("README.md", new ByteArrayResource(bytes))
          .forEach(environment.getPropertySources()::addLast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
