package dev.tireless.spring.actuate;

import dev.tireless.deliver.Deliveries;
import dev.tireless.spring.deliver.NotifierAutoConfiguration;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** The one reading of the backlog that health and meters share. */
@AutoConfiguration(after = NotifierAutoConfiguration.class)
@ConditionalOnBean(Deliveries.class)
public final class BacklogAutoConfiguration {

  @Bean
  RecentBacklog tirelessRecentBacklog(Deliveries deliveries, ObjectProvider<Clock> clock) {
    return new RecentBacklog(deliveries::backlog, clock.getIfUnique(Clock::systemUTC));
  }
}
