package dev.tireless.spring.rocketmq;

import static dev.tireless.spring.rocketmq.RocketMqAutoConfiguration.ROCKETMQ;

import dev.tireless.LocalTransaction;
import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.deliver.Carried;
import dev.tireless.deliver.EngineSettings;
import dev.tireless.deliver.Receivers;
import dev.tireless.publish.Publisher;
import dev.tireless.rocketmq.Broker;
import dev.tireless.rocketmq.TransactionalPublisher;
import dev.tireless.spring.InvalidPropertyException;
import dev.tireless.spring.Property;
import dev.tireless.spring.RocketMqProperties;
import dev.tireless.spring.deliver.EngineLifecycle;
import dev.tireless.spring.deliver.EnginePool;
import dev.tireless.spring.deliver.NotifierAutoConfiguration;
import dev.tireless.spring.receive.InboxAutoConfiguration;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Publishing by transactional message. It needs the engine here: it is the safety net. */
@AutoConfiguration(
    after = {
      RocketMqAutoConfiguration.class,
      NotifierAutoConfiguration.class,
      InboxAutoConfiguration.class
    })
@ConditionalOnProperty("tireless.rocketmq.transactions.receiver")
@ConditionalOnBean({Broker.class, Publisher.class, EngineLifecycle.class, LocalTransaction.class})
public final class TransactionsAutoConfiguration {

  private static final Property TRANSACTIONS = ROCKETMQ.child("transactions");

  @Bean
  @ConditionalOnMissingBean
  TransactionalPublisher tirelessTransactionalPublisher(
      Broker broker,
      RocketMqProperties properties,
      Receivers receivers,
      LocalTransaction transaction,
      Publisher publisher,
      EnginePool enginePool,
      EngineSettings engineSettings,
      EngineLifecycle engine,
      ObjectProvider<Clock> clocks) {
    Clock clock = clocks.getIfUnique(Clock::systemUTC);
    RocketMqProperties.Transactions p = properties.transactions();
    String group = Groups.checked(TRANSACTIONS.child("group"), p.group());
    if (group.equals(properties.producerGroup())) {
      throw new InvalidPropertyException(
          TRANSACTIONS.child("group").name(),
          "it is the group of the channel too, whose producer the broker would ask in vain");
    }
    Property receiver = TRANSACTIONS.child("receiver");
    Receiver queue = configured(receiver, receivers, receiver.required(p.receiver()));
    return new TransactionalPublisher(
        broker,
        TRANSACTIONS.read(() -> new TransactionalPublisher.Settings(group, queue, p.hold())),
        transaction,
        publisher,
        new Carried(enginePool.dataSource(), engineSettings.node(), clock),
        engine::wakeUp,
        clock);
  }

  private static Receiver configured(Property property, Receivers receivers, String id) {
    return receivers
        .find(Publication.DEFAULT_TENANT, id)
        .orElseThrow(
            () ->
                new InvalidPropertyException(
                    property.name(), "there is no receiver " + id + " in tireless.receivers"));
  }
}
