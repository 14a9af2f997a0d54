package dev.tireless.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.testing.RecordingChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** RocketMQ is there only where it is wanted, and there it is, or nothing starts. */
class RocketMqTest {

  @Test
  void startsWithoutIt() {
    try (TestDatabase database = TestDatabases.h2()) {
      withoutRocketMq(database)
          .run(
              context ->
                  assertThat(context)
                      .hasNotFailed()
                      .hasSingleBean(SpringPublisher.class)
                      .doesNotHaveBean("rocketmqChannel"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name-server=127.0.0.1:1",
        "transactions.receiver=queue",
        "listener.group=g1",
        "ingest.group=g2"
      })
  void doesNotStartWithoutItsClasses(String configured) {
    try (TestDatabase database = TestDatabases.h2()) {
      withoutRocketMq(database)
          .withPropertyValues("tireless.rocketmq." + configured)
          .run(
              context ->
                  assertThat(context)
                      .getFailure()
                      .rootCause()
                      .hasMessage(
                          "tireless.rocketmq: it needs tireless-rocketmq on the class path"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"transactions.receiver=queue", "listener.group=g1", "ingest.group=g2"})
  void doesNotStartWithoutANameServer(String configured) {
    try (TestDatabase database = TestDatabases.h2()) {
      ContextRunners.plain(database)
          .withPropertyValues("tireless.rocketmq." + configured)
          .run(
              context ->
                  assertThat(context)
                      .getFailure()
                      .rootCause()
                      .hasMessage("tireless.rocketmq.name-server: it is missing"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"transactions.receiver=queue", "listener.group=g1", "ingest.group=g2"})
  void doesNotStartWithoutADatabase(String configured) {
    new ApplicationContextRunner()
        .withUserConfiguration(ContextRunners.WithoutDatabase.class)
        .withBean("rocketmqChannel", RecordingChannel.class) // a client would take 3 s to stop
        .withPropertyValues(
            "tireless.rocketmq.name-server=127.0.0.1:1", "tireless.rocketmq." + configured)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(InvalidPropertyException.class)
                    .hasMessageStartingWith(
                        "tireless.rocketmq." + configured.substring(0, configured.indexOf('=')))
                    .hasMessageContaining("it needs one DataSource"));
  }

  @Test
  void doesNotPublishByMessageWithoutTheEngineThatIsItsSafetyNet() {
    try (TestDatabase database = TestDatabases.h2()) {
      ContextRunners.plain(database)
          .withPropertyValues(
              "tireless.rocketmq.name-server=127.0.0.1:1",
              "tireless.rocketmq.transactions.receiver=queue",
              "tireless.engine.enabled=false")
          .run(
              context ->
                  assertThat(context)
                      .getFailure()
                      .rootCause()
                      .hasMessageContaining("tireless.engine.enabled"));
    }
  }

  private static ApplicationContextRunner withoutRocketMq(TestDatabase database) {
    return ContextRunners.plain(database)
        .withClassLoader(new FilteredClassLoader("dev.tireless.rocketmq", "org.apache.rocketmq"));
  }
}
