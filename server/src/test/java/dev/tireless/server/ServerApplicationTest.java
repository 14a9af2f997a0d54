package dev.tireless.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.rocketmq.Ingest;
import dev.tireless.rocketmq.NotificationListener;
import dev.tireless.spring.deliver.EngineLifecycle;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class ServerApplicationTest {

  @Test
  void aCommandNeitherListensNorDeliversWhateverItsConfigurationSays() {
    try (TestDatabase database = TestDatabases.h2();
        ConfigurableApplicationContext context =
            ServerApplication.withoutEngine(
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--tireless.engine.enabled=true",
                "--tireless.rocketmq.name-server=127.0.0.1:1",
                "--tireless.rocketmq.listener.group=account",
                "--tireless.rocketmq.ingest.group=notifier",
                "--tireless.rocketmq.ingest.topics.q.foreign.topic=recharge.completed",
                "--tireless.rocketmq.ingest.topics.q.foreign.subject=/id")) {
      assertThat(context.getBeanProvider(EngineLifecycle.class)).isEmpty();
      assertThat(context.getBeanProvider(Ingest.class)).isEmpty();
      assertThat(context.getBeanProvider(NotificationListener.class)).isEmpty();
    }
  }
}
