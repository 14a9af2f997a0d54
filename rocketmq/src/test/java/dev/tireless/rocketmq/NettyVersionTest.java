package dev.tireless.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.devbroker.DevBroker;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** RocketMQ asks for another Netty than the rest of the build: there must be one, on both sides. */
class NettyVersionTest {

  @Test
  void clientAndBrokerHaveOneVersionOfNetty() throws IOException {
    Path broker = DevBroker.builtJar(Path.of(System.getProperty("tireless.root")));
    Set<String> ours = versionsOnTheClassPath();

    assertThat(ours).hasSize(1);
    assertThat(versionsIn(broker)).isEqualTo(ours);
  }

  /** Each of Netty's jars says its own, so that two of one artifact are seen as well. */
  private static Set<String> versionsOnTheClassPath() throws IOException {
    Set<String> versions = new TreeSet<>();
    ClassLoader loader = NettyVersionTest.class.getClassLoader();
    for (URL url : Collections.list(loader.getResources("META-INF/io.netty.versions.properties"))) {
      Properties properties = new Properties();
      try (InputStream content = url.openStream()) {
        properties.load(content);
      }
      properties.stringPropertyNames().stream()
          .filter(name -> name.endsWith(".version"))
          .map(properties::getProperty)
          .forEach(versions::add);
    }
    return versions;
  }

  private static Set<String> versionsIn(Path jar) throws IOException {
    Pattern netty = Pattern.compile("/netty-[a-z-]+-(\\d[^/]*)\\.jar$");
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .flatMap(entry -> netty.matcher(entry.getName()).results())
          .map((MatchResult match) -> match.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
