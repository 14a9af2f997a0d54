package dev.tireless.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.testing.RecordingChannel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every key of {@code tireless.*}: it does something, and it is documented. */
class ConfigurationTest {

  private static final List<ConfigurationKey> KEYS = ConfigurationKey.ALL;
  private static final String RECEIVERS = "tireless.receivers";

  @Test
  void doesWhatItSays() {
    try (TestDatabase database = TestDatabases.h2()) {
      application(database)
          .withPropertyValues(receivers())
          .withPropertyValues(queueTopics())
          .withPropertyValues(lines(key -> !key.isSwitch()))
          .run(
              context ->
                  assertThat(KEYS.stream().filter(key -> !key.isSwitch()))
                      .allSatisfy(key -> key.effect().accept(context)));
    }
  }

  /** Without tables nothing can be defined in them, nor delivered from them. */
  @Test
  void switchesOff() {
    try (TestDatabase database = TestDatabases.h2()) {
      application(database)
          .withPropertyValues(
              "tireless.receive.notifier-url=" + ConfigurationKey.NOTIFIER.url(),
              "tireless.receive.credential=" + RecordingNotifier.CREDENTIAL)
          .withPropertyValues(lines(ConfigurationKey::isSwitch))
          .run(
              context ->
                  assertThat(KEYS.stream().filter(ConfigurationKey::isSwitch))
                      .hasSize(4)
                      .allSatisfy(key -> key.effect().accept(context)));
    }
  }

  @Test
  void hasATestForEveryKey() throws IOException {
    assertThat(KEYS)
        .extracting(ConfigurationKey::key)
        .containsExactlyInAnyOrderElementsOf(allKeys().toList());
  }

  @Test
  void hasADescriptionOfEveryKeyForEditors() throws IOException {
    assertThat(metadata().values())
        .allSatisfy(
            property ->
                assertThat(property.path("description").asString())
                    .as("%s", property.path("name"))
                    .hasSizeGreaterThan(20)
                    .endsWith("."));
  }

  @Test
  void hasARowInTheReadmeForEveryKey() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(allKeys()).allSatisfy(key -> assertThat(readme).contains("| `" + key + "` |"));
  }

  @Test
  void hasTheDefaultsThatTheReadmeSays() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(metadata().values())
        .filteredOn(property -> property.has("defaultValue"))
        .allSatisfy(
            property ->
                assertThat(readme)
                    .contains(
                        "| `%s` | `%s` |"
                            .formatted(
                                property.path("name").asString(),
                                property.path("defaultValue").asString())));
  }

  private static WebApplicationContextRunner application(TestDatabase database) {
    return ContextRunners.web(database)
        .withBean(RecordingHandler.class)
        .withBean("testChannel", RecordingChannel.class)
        .withPropertyValues("tireless.inbox.secrets=" + ConfigurationKey.SECRET.text());
  }

  private static String[] lines(Predicate<ConfigurationKey> which) {
    return KEYS.stream().filter(which).map(ConfigurationKey::line).toArray(String[]::new);
  }

  /** What every receiver must have. */
  private static String[] receivers() {
    return keysOfReceivers()
        .flatMap(
            key ->
                Stream.of(
                    RECEIVERS + "." + key + ".url=http://127.0.0.1:1/",
                    RECEIVERS + "." + key + ".secret=" + ConfigurationKey.SECRET.text()))
        .toArray(String[]::new);
  }

  /** What the keys of a foreign message cannot do without, and a receiver for transactions. */
  private static String[] queueTopics() {
    return new String[] {
      "tireless.rocketmq.listener.topics.topic.foreign.subject=/id",
      "tireless.rocketmq.listener.topics.subject.foreign.topic=t",
      "tireless.rocketmq.ingest.topics.topic.foreign.subject=/id",
      "tireless.rocketmq.ingest.topics.subject.foreign.topic=t",
      RECEIVERS + ".queue.channel=rocketmq",
      RECEIVERS + ".queue.url=rocketmq:recharge",
      RECEIVERS + ".queue.secret=" + ConfigurationKey.SECRET.text()
    };
  }

  private static Stream<String> allKeys() throws IOException {
    return metadata().values().stream().flatMap(ConfigurationTest::keys);
  }

  /** A map has no key of its own: each of its values has keys. */
  private static Stream<String> keys(JsonNode property) {
    String name = property.path("name").asString();
    if (name.equals(RECEIVERS)) {
      return keysOfReceivers().map(key -> RECEIVERS + ".<id>." + key);
    }
    return property.path("type").asString().startsWith("java.util.Map<")
        ? keys(RocketMqProperties.Topic.class).map(key -> name + ".<queue-topic>." + key)
        : Stream.of(name);
  }

  private static Stream<String> keysOfReceivers() {
    return keys(ReceiverProperties.class);
  }

  private static Stream<String> keys(Class<?> group) {
    return Arrays.stream(group.getRecordComponents())
        .flatMap(
            component -> {
              String name = kebab(component.getName());
              return component.getType().isRecord()
                  ? keys(component.getType()).map(key -> name + "." + key)
                  : Stream.of(name);
            });
  }

  private static Map<String, JsonNode> metadata() throws IOException {
    try (InputStream json =
        TirelessProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      return JsonMapper.builder()
          .build()
          .readTree(json)
          .path("properties")
          .valueStream()
          .filter(property -> property.path("name").asString().startsWith("tireless."))
          .collect(Collectors.toMap(p -> p.path("name").asString(), p -> p));
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
