package dev.tireless.spring.reconcile;

import dev.tireless.deliver.EngineSettings;
import dev.tireless.reconcile.Credentials;
import dev.tireless.reconcile.Reconciliation;
import dev.tireless.spring.InvalidPropertyException;
import dev.tireless.spring.ReconcileProperties;
import dev.tireless.spring.deliver.NotifierAutoConfiguration;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The reconciliation API of a servlet application that notifies. Nobody is let in who has no
 * credential, so it does no harm where nobody has one.
 */
@AutoConfiguration(after = NotifierAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({DispatcherServlet.class, RouterFunction.class})
@ConditionalOnBooleanProperty(name = "tireless.reconcile.enabled", matchIfMissing = true)
@ConditionalOnBean(Credentials.class)
@EnableConfigurationProperties(ReconcileProperties.class)
public final class ReconciliationAutoConfiguration {

  private static final int MOST_RATE = 1_000_000;
  private static final String MINE = "/v1/receivers/{receiver}";

  @Bean
  @ConditionalOnMissingBean
  @DependsOnDatabaseInitialization
  Reconciliation tirelessReconciliation(DataSource dataSource, ObjectProvider<Clock> clock) {
    return new Reconciliation(
        dataSource, clock.getIfUnique(Clock::systemUTC), EngineSettings.MAX_CLOCK_OFFSET);
  }

  @Bean
  FeedWaiters tirelessFeedWaiters(Reconciliation reconciliation) {
    return new FeedWaiters(reconciliation);
  }

  @Bean
  @ConditionalOnMissingBean(name = "tirelessReconciliationRoutes")
  RouterFunction<ServerResponse> tirelessReconciliationRoutes(
      Reconciliation reconciliation,
      Credentials credentials,
      FeedWaiters waiters,
      ReconcileProperties properties) {
    if (properties.rate() < 1 || properties.rate() > MOST_RATE) {
      throw new InvalidPropertyException(
          "tireless.reconcile.rate",
          "it is 1 to %d in a second, not %d".formatted(MOST_RATE, properties.rate()));
    }
    return routes(
        new ReconciliationEndpoint(
            reconciliation, new Callers(credentials, properties.rate()), waiters));
  }

  private static RouterFunction<ServerResponse> routes(ReconciliationEndpoint endpoint) {
    return RouterFunctions.route()
        .GET("/v1/openapi.json", request -> openApi())
        .GET(MINE + "/results/{topic}/{subject}", endpoint::result)
        .POST(MINE + "/results/query", endpoint::results)
        .GET(MINE + "/feed", endpoint::feed)
        .POST(MINE + "/acks", endpoint::acks)
        .GET(MINE + "/watermark", endpoint::watermark)
        .GET(MINE + "/digests", endpoint::digests)
        .POST(MINE + "/redeliveries", endpoint::redeliver)
        .GET(MINE + "/redeliveries", endpoint::redelivery)
        .build();
  }

  private static ServerResponse openApi() {
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(new ClassPathResource("openapi.json", ReconciliationAutoConfiguration.class));
  }
}
