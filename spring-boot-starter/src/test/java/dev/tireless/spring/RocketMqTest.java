package dev.tireless.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** RocketMQ is there only where it is wanted. */
class RocketMqTest {

  private static final String[] ALL_OF_IT = {
    "tireless.rocketmq.name-server=127.0.0.1:1",
    "tireless.rocketmq.transactions.receiver=queue",
    "tireless.rocketmq.listener.group=g1",
    "tireless.rocketmq.ingest.group=g2"
  };

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

  @Test
  void startsWithoutItsClassesWhateverIsConfigured() {
    try (TestDatabase database = TestDatabases.h2()) {
      withoutRocketMq(database)
          .withPropertyValues(ALL_OF_IT)
          .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SpringPublisher.class));
    }
  }

  private static ApplicationContextRunner withoutRocketMq(TestDatabase database) {
    return ContextRunners.plain(database)
        .withClassLoader(new FilteredClassLoader("dev.tireless.rocketmq", "org.apache.rocketmq"));
  }
}
