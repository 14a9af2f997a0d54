package dev.tireless.spring.receive;

import dev.tireless.receive.Inbox;
import dev.tireless.spring.InboxProperties;
import dev.tireless.spring.InvalidPropertyException;
import dev.tireless.spring.NotificationHandlers;
import dev.tireless.spring.Property;
import dev.tireless.wire.Names;
import dev.tireless.wire.Secret;
import dev.tireless.wire.Verifier;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** The endpoint that notifiers call, in a servlet application whose beans handle a topic. */
@AutoConfiguration(after = InboxAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({DispatcherServlet.class, RouterFunction.class})
@ConditionalOnBean({Inbox.class, NotificationHandlers.class})
public final class EndpointAutoConfiguration {

  private static final Property INBOX = new Property("tireless.inbox");

  @Bean
  NotificationEndpoint tirelessNotificationEndpoint(
      InboxProperties properties,
      NotificationHandlers handlers,
      Inbox inbox,
      ObjectProvider<Clock> clock) {
    INBOX.child("notifier").check(() -> Names.check("notifier", properties.notifier()));
    return new NotificationEndpoint(
        properties.notifier(),
        () -> verifier(properties, clock.getIfUnique(Clock::systemUTC)),
        handlers,
        inbox);
  }

  @Bean
  @ConditionalOnMissingBean(name = "tirelessRoute")
  RouterFunction<ServerResponse> tirelessRoute(
      InboxProperties properties, NotificationEndpoint endpoint) {
    if (!properties.path().startsWith("/")) {
      throw new InvalidPropertyException(
          INBOX.child("path").name(), "it starts with /, but it is '" + properties.path() + "'");
    }
    return RouterFunctions.route(
        RequestPredicates.POST(properties.path()).and(request -> endpoint.isMounted()),
        endpoint::receive);
  }

  private static Verifier verifier(InboxProperties properties, Clock clock) {
    Property secrets = INBOX.child("secrets");
    if (properties.secrets().isEmpty()) {
      throw new InvalidPropertyException(
          secrets.name(), "methods with @OnNotification need at least one to verify by");
    }
    List<Secret> keys =
        properties.secrets().stream().map(text -> secrets.read(text::parse)).toList();
    return INBOX.child("tolerance").read(() -> new Verifier(keys, clock, properties.tolerance()));
  }
}
