package dev.tireless.spring.deliver;

import dev.tireless.deliver.Deliveries;
import dev.tireless.deliver.Receivers;
import dev.tireless.publish.Publisher;
import dev.tireless.reconcile.Credentials;
import dev.tireless.spring.EngineProperties;
import dev.tireless.spring.SpringPublisher;
import dev.tireless.spring.TirelessProperties;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.env.Environment;

/** Publishing, the configured receivers, and the operator's view of deliveries. */
@AutoConfiguration(after = {DataSourceAutoConfiguration.class, EngineAutoConfiguration.class})
@ConditionalOnSingleCandidate(DataSource.class)
@EnableConfigurationProperties({TirelessProperties.class, EngineProperties.class})
public final class NotifierAutoConfiguration {

  /** Set by the server's commands alone, so it is no key of the configuration. */
  private static final String COMMAND = "tireless.command";

  private final Clock clock;

  NotifierAutoConfiguration(ObjectProvider<Clock> clock) {
    this.clock = clock.getIfUnique(Clock::systemUTC);
  }

  @Bean
  @ConditionalOnMissingBean
  Publisher tirelessPublisher(DataSource dataSource) {
    return new Publisher(dataSource, clock, new SecureRandom());
  }

  @Bean
  @ConditionalOnMissingBean
  @DependsOn(ConfiguredReceivers.BEAN)
  SpringPublisher tirelessSpringPublisher(
      DataSource dataSource, Publisher publisher, ObjectProvider<EngineLifecycle> engine) {
    return new SpringPublisher(dataSource, publisher, wakeUp(engine.getIfAvailable()));
  }

  @Bean
  @ConditionalOnMissingBean
  Receivers tirelessReceivers(DataSource dataSource) {
    return new Receivers(dataSource, clock);
  }

  @Bean
  @ConditionalOnMissingBean
  Credentials tirelessCredentials(DataSource dataSource) {
    return new Credentials(dataSource, clock);
  }

  @Bean
  @ConditionalOnMissingBean
  Deliveries tirelessDeliveries(DataSource dataSource) {
    return new Deliveries(dataSource, clock);
  }

  @Bean(ConfiguredReceivers.BEAN)
  @DependsOnDatabaseInitialization
  ConfiguredReceivers tirelessConfiguredReceivers(
      TirelessProperties properties,
      EngineProperties engine,
      Environment environment,
      Receivers receivers,
      Credentials credentials,
      ListableBeanFactory beans) {
    return new ConfiguredReceivers(
        isCommand(environment) ? Map.of() : properties.receivers(),
        engine.enabled() ? Channels.names(beans) : null,
        receivers,
        credentials);
  }

  /** A program that only looks writes nothing: perhaps this is not the database that it means. */
  private static boolean isCommand(Environment environment) {
    return environment.getProperty(COMMAND, Boolean.class, false);
  }

  private static Runnable wakeUp(@Nullable EngineLifecycle engine) {
    return engine == null ? () -> {} : engine::wakeUp;
  }
}
