package dev.tireless.spring;

import dev.tireless.testdatabases.TestDatabase;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;

/** Applications without a port, on a test database. */
public final class ContextRunners {

  private ContextRunners() {}

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class
  })
  @Import(Ours.class)
  static class BareApplication {}

  @Configuration(proxyBeanMethods = false)
  @Import(Ours.class)
  static class WithoutDatabase {}

  /** By name, as Spring Boot does it: classes that are missing must not be needed to read ours. */
  static class Ours implements DeferredImportSelector {

    @Override
    public String[] selectImports(AnnotationMetadata importing) {
      ClassLoader loader = ContextRunners.class.getClassLoader();
      return ImportCandidates.load(AutoConfiguration.class, loader).getCandidates().stream()
          .filter(name -> name.startsWith("dev.tireless."))
          .toArray(String[]::new);
    }
  }

  public static ApplicationContextRunner plain(TestDatabase database) {
    return new ApplicationContextRunner()
        .withUserConfiguration(Application.class)
        .withPropertyValues(of(database));
  }

  public static WebApplicationContextRunner web(TestDatabase database) {
    return new WebApplicationContextRunner()
        .withUserConfiguration(Application.class)
        .withPropertyValues(of(database));
  }

  /** With nothing of Spring Boot's but JDBC and transactions. */
  public static ApplicationContextRunner bare(TestDatabase database) {
    return new ApplicationContextRunner()
        .withUserConfiguration(BareApplication.class)
        .withPropertyValues(of(database));
  }

  /** The same in a servlet context, with nothing of Spring MVC. */
  static WebApplicationContextRunner bareWeb(TestDatabase database) {
    return new WebApplicationContextRunner()
        .withUserConfiguration(BareApplication.class)
        .withPropertyValues(of(database));
  }

  private static String[] of(TestDatabase database) {
    return new String[] {
      "spring.datasource.url=" + database.url(),
      "spring.datasource.username=" + database.user(),
      "spring.datasource.password=" + database.password()
    };
  }
}
