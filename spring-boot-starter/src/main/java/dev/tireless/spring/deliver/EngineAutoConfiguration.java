package dev.tireless.spring.deliver;

import dev.tireless.deliver.DeliveryListener;
import dev.tireless.deliver.Engine;
import dev.tireless.deliver.EngineSettings;
import dev.tireless.http.HttpChannel;
import dev.tireless.http.HttpChannelSettings;
import dev.tireless.http.OpenNetworks;
import dev.tireless.spring.EngineProperties;
import dev.tireless.spring.HttpProperties;
import dev.tireless.spring.NodeName;
import dev.tireless.spring.Property;
import dev.tireless.spring.TirelessProperties;
import java.security.SecureRandom;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;

/**
 * The engine, its pool and the HTTP channel. A bean of type {@link dev.tireless.Channel} named
 * {@code xChannel} carries to the receivers whose channel is {@code x}; every {@link
 * DeliveryListener} bean hears.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnBooleanProperty(name = "tireless.engine.enabled", matchIfMissing = true)
@EnableConfigurationProperties({
  TirelessProperties.class,
  EngineProperties.class,
  HttpProperties.class
})
public final class EngineAutoConfiguration {

  private static final Property HTTP = new Property("tireless.http");
  private static final Property ENGINE = new Property("tireless.engine");

  private final Clock clock;

  EngineAutoConfiguration(ObjectProvider<Clock> clock) {
    this.clock = clock.getIfUnique(Clock::systemUTC);
  }

  @Bean
  @ConditionalOnMissingBean
  HttpChannelSettings tirelessHttpChannelSettings(HttpProperties properties) {
    OpenNetworks open =
        HTTP.child("open-networks").read(() -> OpenNetworks.of(properties.openNetworks()));
    return HTTP.read(
        () ->
            HttpChannelSettings.defaults()
                .connectTimeout(properties.connectTimeout())
                .idleKeepAlive(properties.idleKeepAlive())
                .openNetworks(open));
  }

  @Bean
  @ConditionalOnMissingBean(name = "httpChannel")
  HttpChannel httpChannel(HttpChannelSettings settings) {
    return new HttpChannel(settings, clock, new SecureRandom());
  }

  @Bean
  EnginePool tirelessEnginePool(DataSource dataSource, EngineProperties properties) {
    return EnginePool.beside(dataSource, properties.poolSize());
  }

  @Bean
  @ConditionalOnMissingBean
  EngineSettings tirelessEngineSettings(TirelessProperties properties, EngineProperties engine) {
    String node = NodeName.of(properties.node());
    return ENGINE.read(
        () ->
            new EngineSettings(
                node,
                engine.lease(),
                engine.pollInterval(),
                engine.graceTime(),
                engine.maxHeld(),
                engine.maxClockOffset()));
  }

  @Bean(destroyMethod = "stop")
  @DependsOn(ConfiguredReceivers.BEAN)
  EngineLifecycle tirelessEngine(
      EnginePool pool,
      EngineSettings settings,
      ObjectProvider<DeliveryListener> listeners,
      ListableBeanFactory beans) {
    return new EngineLifecycle(
        () ->
            new Engine(
                pool.dataSource(),
                Channels.byName(beans),
                settings,
                listeners.orderedStream().toList(),
                clock,
                new SecureRandom()));
  }
}
