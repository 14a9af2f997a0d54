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
@ConditionalOnBean({MeterRegistry.class, RecentBacklog.class})
public final class MetricsAutoConfiguration {

  @Bean
  @ConditionalOnBean(CatchUp.class)
  CatchUpMeters tirelessCatchUpMeters(CatchUp catchUp, Inbox inbox) {
    return new CatchUpMeters(catchUp, inbox);
  }

  @Bean
  BacklogMeters tirelessBacklogMeters(RecentBacklog backlog, ObjectProvider<Clock> clock) {
    return new BacklogMeters(backlog, clock.getIfUnique(Clock::systemUTC));
  }

  @Bean
  AttemptMeters tirelessAttemptMeters(MeterRegistry registry) {
    return new AttemptMeters(registry);
  }
}
