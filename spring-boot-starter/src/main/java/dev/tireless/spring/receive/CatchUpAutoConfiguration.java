package dev.tireless.spring.receive;

import dev.tireless.receive.CatchUp;
import dev.tireless.receive.CatchUpSettings;
import dev.tireless.receive.CatchUpThread;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.NotifierClient;
import dev.tireless.spring.InboxProperties;
import dev.tireless.spring.NodeName;
import dev.tireless.spring.NotificationHandlers;
import dev.tireless.spring.Property;
import dev.tireless.spring.ReceiveProperties;
import dev.tireless.spring.TirelessProperties;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;

/** The receiver finds out by itself what it missed, where it is known whom to ask. */
@AutoConfiguration(after = {InboxAutoConfiguration.class, NotifierClientAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "tireless.receive.enabled", matchIfMissing = true)
@ConditionalOnProperty("tireless.receive.notifier-url")
@ConditionalOnBean({Inbox.class, NotificationHandlers.class})
@EnableConfigurationProperties({ReceiveProperties.class, TirelessProperties.class})
public final class CatchUpAutoConfiguration {

  private static final Property RECEIVE = new Property("tireless.receive");

  @Bean
  @ConditionalOnMissingBean
  CatchUpSettings tirelessCatchUpSettings(
      ReceiveProperties properties, InboxProperties inbox, TirelessProperties tireless) {
    String node = NodeName.of(tireless.node());
    return RECEIVE.read(
        () ->
            new CatchUpSettings(
                inbox.notifier(),
                node,
                properties.graceTime(),
                properties.idleTime(),
                properties.retryGap(),
                properties.compareAt(),
                properties.lease()));
  }

  @Bean
  @ConditionalOnMissingBean
  @DependsOnDatabaseInitialization
  CatchUp tirelessCatchUp(
      NotifierClient client,
      CatchUpSettings settings,
      Inbox inbox,
      NotificationHandlers handlers,
      DataSource dataSource,
      ObjectProvider<Clock> clock) {
    return new CatchUp(
        client, settings, inbox, handlers::find, dataSource, clock.getIfUnique(Clock::systemUTC));
  }

  @Bean
  CatchUpLifecycle tirelessCatchUpLifecycle(CatchUp catchUp) {
    return new CatchUpLifecycle(() -> new CatchUpThread(catchUp));
  }
}
