package dev.tireless.spring.rocketmq;

import static dev.tireless.spring.rocketmq.RocketMqAutoConfiguration.ROCKETMQ;

import dev.tireless.rocketmq.Broker;
import dev.tireless.rocketmq.Ingest;
import dev.tireless.rocketmq.Quarantine;
import dev.tireless.spring.Property;
import dev.tireless.spring.RocketMqProperties;
import dev.tireless.spring.deliver.EngineAutoConfiguration;
import dev.tireless.spring.deliver.EngineLifecycle;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** What other programs put into a queue is published here. */
@AutoConfiguration(after = {RocketMqAutoConfiguration.class, EngineAutoConfiguration.class})
@ConditionalOnProperty("tireless.rocketmq.ingest.group")
@ConditionalOnBean({Broker.class, Quarantine.class, EngineLifecycle.class})
public final class IngestAutoConfiguration {

  static final Property INGEST = ROCKETMQ.child("ingest");

  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean
  Ingest tirelessIngest(
      Broker broker,
      RocketMqProperties properties,
      EngineLifecycle engine,
      Quarantine quarantine,
      ObjectProvider<Clock> clock) {
    RocketMqProperties.Ingest p = properties.ingest();
    return new Ingest(
        broker,
        new Ingest.Settings(
            Groups.checked(INGEST.child("group"), p.group()),
            TopicRules.of(INGEST.child("topics"), p.topics()),
            Levels.of(INGEST.child("delay-levels"), p.delayLevels())),
        engine::submit,
        quarantine,
        clock.getIfUnique(Clock::systemUTC));
  }

  @Bean
  WhileRunning tirelessIngestLifecycle(Ingest ingest) {
    return new WhileRunning(ingest::start, ingest::close);
  }
}
