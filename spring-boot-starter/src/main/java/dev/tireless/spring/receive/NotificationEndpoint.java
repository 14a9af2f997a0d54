package dev.tireless.spring.receive;

import dev.tireless.Payload;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.NotificationHandler;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.spring.NotificationHandlers;
import dev.tireless.wire.Verification;
import dev.tireless.wire.Verification.Rejected;
import dev.tireless.wire.Verification.Verified;
import dev.tireless.wire.Verifier;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Receives: limit the size, verify, find the handler, apply through the inbox, answer. Nothing of a
 * request is believed before its signatures are checked.
 */
final class NotificationEndpoint implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(NotificationEndpoint.class);

  private final String notifier;
  private final SingletonSupplier<Verifier> verifier;
  private final NotificationHandlers handlers;
  private final Inbox inbox;

  /**
   * @param verifier asked once, at start, and only when there are handlers: who handles nothing
   *     needs no secret
   */
  NotificationEndpoint(
      String notifier, Supplier<Verifier> verifier, NotificationHandlers handlers, Inbox inbox) {
    this.notifier = notifier;
    this.verifier = SingletonSupplier.of(verifier);
    this.handlers = handlers;
    this.inbox = inbox;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (isMounted()) {
      verifier.obtain();
      log.info("Receiving {} from notifier {}", handlers.topics(), notifier);
    }
  }

  boolean isMounted() {
    return !handlers.topics().isEmpty();
  }

  ServerResponse receive(ServerRequest request) throws IOException {
    byte[] body = request.servletRequest().getInputStream().readNBytes(Payload.MAX_BYTES + 1);
    if (body.length > Payload.MAX_BYTES) {
      return Answers.tooLarge();
    }
    Verification verification = verifier.obtain().verify(request.headers()::firstHeader, body);
    if (verification instanceof Verified verified) {
      return apply(ReceivedNotification.pushed(notifier, verified));
    }
    log.warn("Turned a request away: {}", (Rejected) verification);
    return Answers.unauthorized();
  }

  private ServerResponse apply(ReceivedNotification notification) {
    Optional<NotificationHandler> handler = handlers.find(notification.topic());
    if (handler.isEmpty()) {
      log.warn("No method has @OnNotification for the topic of {}", notification);
      return Answers.withoutHandler(notification.topic());
    }
    return Answers.of(inbox.receive(notification, handler.get()));
  }
}
