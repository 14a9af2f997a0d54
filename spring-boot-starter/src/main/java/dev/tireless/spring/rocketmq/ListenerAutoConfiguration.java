package dev.tireless.spring.rocketmq;

import static dev.tireless.spring.rocketmq.RocketMqAutoConfiguration.ROCKETMQ;

import dev.tireless.receive.Inbox;
import dev.tireless.rocketmq.Broker;
import dev.tireless.rocketmq.NotificationListener;
import dev.tireless.rocketmq.Quarantine;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.spring.InboxProperties;
import dev.tireless.spring.NotificationHandlers;
import dev.tireless.spring.Property;
import dev.tireless.spring.RocketMqProperties;
import dev.tireless.spring.receive.InboxAutoConfiguration;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** The queue notifies the methods with {@code @OnNotification} by itself. */
@AutoConfiguration(after = {RocketMqAutoConfiguration.class, InboxAutoConfiguration.class})
@ConditionalOnProperty("tireless.rocketmq.listener.group")
@ConditionalOnBean({Broker.class, Quarantine.class, Inbox.class})
public final class ListenerAutoConfiguration {

  private static final Property LISTENER = ROCKETMQ.child("listener");

  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean
  NotificationListener tirelessNotificationListener(
      Broker broker,
      RocketMqProperties properties,
      InboxProperties inboxProperties,
      Inbox inbox,
      NotificationHandlers handlers,
      Quarantine quarantine,
      ObjectProvider<Clock> clock) {
    RocketMqProperties.Listener p = properties.listener();
    NotificationListener.Settings settings =
        new NotificationListener.Settings(
            Groups.checked(LISTENER.child("group"), p.group()),
            inboxProperties.notifier(),
            TopicRules.of(LISTENER.child("topics"), p.topics()),
            LISTENER.child("schedule").read(() -> RetrySchedule.parse(p.schedule())),
            Levels.of(LISTENER.child("delay-levels"), p.delayLevels()));
    return new NotificationListener(
        broker, settings, inbox, handlers::find, quarantine, clock.getIfUnique(Clock::systemUTC));
  }

  @Bean
  WhileRunning tirelessListenerLifecycle(NotificationListener listener) {
    return new WhileRunning(listener::start, listener::close);
  }
}
