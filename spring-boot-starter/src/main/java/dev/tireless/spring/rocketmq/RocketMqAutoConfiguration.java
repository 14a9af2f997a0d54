package dev.tireless.spring.rocketmq;

import dev.tireless.rocketmq.Broker;
import dev.tireless.rocketmq.Quarantine;
import dev.tireless.rocketmq.RocketMqChannel;
import dev.tireless.spring.Property;
import dev.tireless.spring.ReceiverProperties;
import dev.tireless.spring.RocketMqProperties;
import dev.tireless.spring.TirelessProperties;
import dev.tireless.spring.deliver.EngineAutoConfiguration;
import dev.tireless.spring.deliver.EnginePool;
import dev.tireless.wire.AckRule;
import java.net.URI;
import java.time.Clock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Where the queue is, the channel to it, and the quarantine. */
@AutoConfiguration(
    after = DataSourceAutoConfiguration.class,
    before = EngineAutoConfiguration.class)
@ConditionalOnClass(RocketMqChannel.class)
@Conditional(RocketMqConfigured.class)
@EnableConfigurationProperties({TirelessProperties.class, RocketMqProperties.class})
public final class RocketMqAutoConfiguration {

  static final Property ROCKETMQ = new Property("tireless.rocketmq");

  private final Clock clock;

  RocketMqAutoConfiguration(ObjectProvider<Clock> clock) {
    this.clock = clock.getIfUnique(Clock::systemUTC);
  }

  @Bean
  @ConditionalOnMissingBean
  Broker tirelessBroker(RocketMqProperties properties) {
    String nameServer = ROCKETMQ.child("name-server").required(properties.nameServer());
    return ROCKETMQ
        .child("name-server")
        .read(() -> new Broker(nameServer, credentials(properties), properties.tls()));
  }

  @Bean
  @ConditionalOnMissingBean(name = "rocketmqChannel")
  @ConditionalOnBooleanProperty(name = "tireless.engine.enabled", matchIfMissing = true)
  RocketMqChannel rocketmqChannel(
      Broker broker, RocketMqProperties properties, TirelessProperties tireless) {
    tireless.receivers().forEach(RocketMqAutoConfiguration::check);
    return new RocketMqChannel(
        broker,
        Groups.checked(ROCKETMQ.child("producer-group"), properties.producerGroup()),
        clock);
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnSingleCandidate(DataSource.class)
  @DependsOnDatabaseInitialization
  Quarantine tirelessQuarantine(DataSource application, ObjectProvider<EnginePool> engine) {
    EnginePool pool = engine.getIfAvailable();
    return new Quarantine(pool == null ? application : pool.dataSource(), clock);
  }

  private static void check(String id, ReceiverProperties receiver) {
    if (receiver.channel().equals(RocketMqChannel.NAME)) {
      Property property = new Property("tireless.receivers").child(id);
      String url = property.child("url").required(receiver.url());
      property.child("url").check(() -> RocketMqChannel.check(URI.create(url), AckRule.http2xx()));
      property
          .child("ack-rule")
          .check(() -> RocketMqChannel.check(URI.create(url), AckRule.parse(receiver.ackRule())));
    }
  }

  private static Broker.@Nullable Credentials credentials(RocketMqProperties p) {
    if (p.accessKey() == null && p.secretKey() == null) {
      return null;
    }
    return new Broker.Credentials(
        ROCKETMQ.child("access-key").required(p.accessKey()),
        ROCKETMQ.child("secret-key").required(p.secretKey()).text());
  }
}
