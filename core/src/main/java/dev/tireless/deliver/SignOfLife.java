package dev.tireless.deliver;

import dev.tireless.ReceiverHealth;
import dev.tireless.store.Database;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.time.Instant;

/** A receiver called us: if it is failing, its next probe need not wait for its time. */
final class SignOfLife {

  private SignOfLife() {}

  /** What somebody else changes at the same moment is left as it is: there will be another sign. */
  static void note(Database database, ReceiverStore store, Stored receiver, Instant now) {
    ReceiverHealth health = HealthPolicy.heard(receiver.health(), now);
    if (!health.equals(receiver.health())) {
      database.inTransaction(
          "note a sign of life of " + receiver.receiver().id(),
          c -> store.changeHealth(c, receiver, health));
    }
  }
}
