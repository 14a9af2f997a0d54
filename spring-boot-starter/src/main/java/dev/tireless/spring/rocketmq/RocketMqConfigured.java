package dev.tireless.spring.rocketmq;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** Something is configured that only RocketMQ can do. */
final class RocketMqConfigured extends AnyNestedCondition {

  RocketMqConfigured() {
    super(ConfigurationPhase.PARSE_CONFIGURATION);
  }

  @ConditionalOnProperty("tireless.rocketmq.name-server")
  static final class NameServer {}

  @ConditionalOnProperty("tireless.rocketmq.transactions.receiver")
  static final class Transactions {}

  @ConditionalOnProperty("tireless.rocketmq.listener.group")
  static final class Listener {}

  @ConditionalOnProperty("tireless.rocketmq.ingest.group")
  static final class Ingest {}
}
