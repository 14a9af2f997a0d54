package dev.tireless.spring.actuate;

import dev.tireless.receive.CatchUp;
import dev.tireless.receive.Inbox;
import dev.tireless.spring.receive.CatchUpAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The meters, where the application has a registry for them. */
@AutoConfiguration(
    after = {BacklogAutoConfiguration.class, CatchUpAutoConfiguration.class},
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class MetricsAutoConfiguration {

  private final Clock clock;

  MetricsAutoConfiguration(ObjectProvider<Clock> clock) {
    this.clock = clock.getIfUnique(Clock::systemUTC);
  }

  @Bean
  @ConditionalOnBean(Inbox.class)
  InboxMeters tirelessInboxMeters(Inbox inbox) {
    return new InboxMeters(inbox, clock);
  }

  @Bean
  @ConditionalOnBean(CatchUp.class)
  CatchUpMeters tirelessCatchUpMeters(CatchUp catchUp) {
    return new CatchUpMeters(catchUp, clock);
  }

  @Bean
  @ConditionalOnBean(RecentBacklog.class)
  BacklogMeters tirelessBacklogMeters(RecentBacklog backlog) {
    return new BacklogMeters(backlog, clock);
  }

  @Bean
  @ConditionalOnBean(RecentBacklog.class)
  AttemptMeters tirelessAttemptMeters(MeterRegistry registry) {
    return new AttemptMeters(registry);
  }
}
