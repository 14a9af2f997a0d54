package dev.tireless.deliver;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every listener; none of them can disturb the engine. */
final class Listeners {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final List<DeliveryListener> listeners;

  Listeners(List<DeliveryListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  void tell(Consumer<DeliveryListener> event) {
    for (DeliveryListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException | LinkageError e) {
        log.warn("Listener {} failed; the delivery is not affected", listener, e);
      }
    }
  }
}
