package dev.tireless.spring.actuate;

import dev.tireless.spring.deliver.EngineLifecycle;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of {@code tireless}. */
@AutoConfiguration(after = BacklogAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(RecentBacklog.class)
@ConditionalOnEnabledHealthIndicator("tireless")
public final class HealthAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = "tirelessHealthIndicator")
  HealthIndicator tirelessHealthIndicator(
      RecentBacklog backlog, ObjectProvider<EngineLifecycle> engine) {
    return new TirelessHealth(backlog, engine.getIfAvailable());
  }
}
