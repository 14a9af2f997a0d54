package dev.tireless.spring.rocketmq;

import dev.tireless.spring.InvalidPropertyException;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * What is configured and cannot be there stops the start: nobody shall believe that a queue is
 * served when it is not.
 */
@AutoConfiguration(
    after = {
      TransactionsAutoConfiguration.class,
      ListenerAutoConfiguration.class,
      IngestAutoConfiguration.class
    })
public final class MissingPartsAutoConfiguration {

  private static final String TRANSACTIONS = "tireless.rocketmq.transactions.receiver";
  private static final String LISTENER = "tireless.rocketmq.listener.group";
  private static final String INGEST = "tireless.rocketmq.ingest.group";
  private static final String CLASS = "dev.tireless.rocketmq.RocketMqChannel";

  @Configuration(proxyBeanMethods = false)
  @Conditional(RocketMqConfigured.class)
  @ConditionalOnMissingClass(CLASS)
  static final class NoRocketMq {
    NoRocketMq() {
      throw new InvalidPropertyException(
          "tireless.rocketmq", "it needs tireless-rocketmq on the class path");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = CLASS)
  @ConditionalOnProperty(TRANSACTIONS)
  @ConditionalOnMissingBean(type = "dev.tireless.rocketmq.TransactionalPublisher")
  static final class NoTransactions {
    NoTransactions() {
      throw new InvalidPropertyException(
          TRANSACTIONS,
          "it needs one DataSource, one transaction manager and tireless.engine.enabled");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = CLASS)
  @ConditionalOnProperty(LISTENER)
  @ConditionalOnMissingBean(type = "dev.tireless.rocketmq.NotificationListener")
  static final class NoListener {
    NoListener() {
      throw new InvalidPropertyException(
          LISTENER, "it needs one DataSource and one transaction manager");
    }
  }

  /** Where the engine is switched off, somebody else ingests, too. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = CLASS)
  @ConditionalOnProperty(INGEST)
  @ConditionalOnBooleanProperty(name = "tireless.engine.enabled", matchIfMissing = true)
  @ConditionalOnMissingBean(type = "dev.tireless.rocketmq.Ingest")
  static final class NoIngest {
    NoIngest() {
      throw new InvalidPropertyException(INGEST, "it needs one DataSource");
    }
  }
}
