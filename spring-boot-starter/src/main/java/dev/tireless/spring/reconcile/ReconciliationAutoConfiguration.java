package dev.tireless.spring.reconcile;

import dev.tireless.reconcile.Credentials;
import dev.tireless.reconcile.Reconciliation;
import dev.tireless.spring.EngineProperties;
import dev.tireless.spring.InvalidPropertyException;
import dev.tireless.spring.ReconcileProperties;
import dev.tireless.spring.deliver.NotifierAutoConfiguration;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The reconciliation API of a servlet application that notifies. Nobody is let in who has no
 * credential, so it does no harm where nobody has one. Each call below a receiver is ours: what is
 * none is answered by a problem document, too.
 */
@AutoConfiguration(after = NotifierAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({DispatcherServlet.class, RouterFunction.class})
@Conditional(Notifies.class)
@ConditionalOnBean(Credentials.class)
@EnableConfigurationProperties({ReconcileProperties.class, EngineProperties.class})
public final class ReconciliationAutoConfiguration {

  private static final int MOST_RATE = 1_000_000;
  private static final String MINE = "/v1/receivers/{receiver}";
  private static final Map<String, String> METHODS =
      Map.of(
          "/results/{topic}/{subject}", "GET",
          "/results/query", "POST",
          "/feed", "GET",
          "/acks", "POST",
          "/watermark", "GET",
          "/digests", "GET",
          "/redeliveries", "GET, POST");

  @Bean
  @ConditionalOnMissingBean
  @DependsOnDatabaseInitialization
  Reconciliation tirelessReconciliation(
      DataSource dataSource, EngineProperties engine, ObjectProvider<Clock> clock) {
    return new Reconciliation(
        dataSource, clock.getIfUnique(Clock::systemUTC), engine.maxClockOffset());
  }

  @Bean
  FeedWaiters tirelessFeedWaiters(Reconciliation reconciliation) {
    return new FeedWaiters(reconciliation::watermarks);
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

  @Bean
  UnreadableRequests tirelessUnreadableRequests() {
    return new UnreadableRequests();
  }

  private static RouterFunction<ServerResponse> routes(ReconciliationEndpoint endpoint) {
    RouterFunctions.Builder routes =
        RouterFunctions.route()
            .GET("/v1/openapi.json", request -> openApi())
            .GET(MINE + "/results/{topic}/{subject}", endpoint::result)
            .POST(MINE + "/results/query", endpoint::results)
            .GET(MINE + "/feed", endpoint::feed)
            .POST(MINE + "/acks", endpoint::acks)
            .GET(MINE + "/watermark", endpoint::watermark)
            .GET(MINE + "/digests", endpoint::digests)
            .POST(MINE + "/redeliveries", endpoint::redeliver)
            .GET(MINE + "/redeliveries", endpoint::redelivery);
    METHODS.forEach((path, allowed) -> notAllowed(routes, MINE + path, allowed));
    return routes
        .route(RequestPredicates.path(MINE + "/{call}/**"), request -> unknown())
        .filter((request, next) -> Problems.answered(() -> next.handle(request)))
        .build();
  }

  private static void notAllowed(RouterFunctions.Builder routes, String path, String allowed) {
    routes.route(
        RequestPredicates.path(path),
        request -> {
          throw ProblemException.notAllowed(request.method().name(), allowed);
        });
  }

  private static ServerResponse unknown() {
    throw ProblemException.of(Code.NOT_FOUND, "See /v1/openapi.json for what can be asked");
  }

  private static ServerResponse openApi() {
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(new ClassPathResource("openapi.json", ReconciliationAutoConfiguration.class));
  }
}
