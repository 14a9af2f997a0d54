package dev.tireless.spring.rocketmq;

import dev.tireless.publish.Publisher;
import dev.tireless.rocketmq.IngestReplay;
import dev.tireless.rocketmq.Quarantine;
import dev.tireless.spring.RocketMqProperties;
import dev.tireless.spring.deliver.NotifierAutoConfiguration;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Replaying what the ingest put into quarantine, also where nothing is listened to. */
@AutoConfiguration(after = {RocketMqAutoConfiguration.class, NotifierAutoConfiguration.class})
@ConditionalOnProperty("tireless.rocketmq.ingest.group")
@ConditionalOnBean({Quarantine.class, Publisher.class})
public final class ReplayAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  IngestReplay tirelessIngestReplay(
      Quarantine quarantine,
      RocketMqProperties properties,
      Publisher publisher,
      ObjectProvider<Clock> clock) {
    return new IngestReplay(
        quarantine,
        IngestAutoConfiguration.INGEST.child("group").required(properties.ingest().group()),
        TopicRules.of(IngestAutoConfiguration.INGEST.child("topics"), properties.ingest().topics()),
        publisher,
        clock.getIfUnique(Clock::systemUTC));
  }
}
