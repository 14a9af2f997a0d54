package dev.tireless.spring;

import dev.tireless.receive.NotificationHandler;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.function.SingletonSupplier;

/**
 * The application's handlers by topic, for whoever brings a notification by another way than the
 * endpoint: {@code inbox.ask(topic, subject, handlers.of(topic))}. To be used once the application
 * is up. Thread-safe.
 */
public final class NotificationHandlers implements SmartInitializingSingleton {

  private final SingletonSupplier<Map<String, NotificationHandler>> byTopic;

  /**
   * @param byTopic asked once, when all beans are there
   */
  public NotificationHandlers(Supplier<Map<String, NotificationHandler>> byTopic) {
    this.byTopic = SingletonSupplier.of(byTopic);
  }

  @Override
  public void afterSingletonsInstantiated() {
    byTopic.obtain();
  }

  /** All topics that have a handler. */
  public Set<String> topics() {
    return byTopic.obtain().keySet();
  }

  public Optional<NotificationHandler> find(String topic) {
    return Optional.ofNullable(byTopic.obtain().get(topic));
  }

  /**
   * The handler of the topic.
   *
   * @throws IllegalArgumentException when there is none
   */
  public NotificationHandler of(String topic) {
    return find(topic)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No method has @OnNotification(topic = \"%s\"); there are %s"
                        .formatted(topic, topics())));
  }
}
