package dev.tireless.deliver;

import dev.tireless.ReceiverHealth;
import dev.tireless.store.Database;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** A receiver called us: if it is failing, its next probe need not wait for its time. */
final class SignOfLife {

  /** Nodes change a health seldom, and never all at once. */
  private static final int TRIES = 3;

  private SignOfLife() {}

  /** Costs nothing for a receiver that was read as healthy or draining. */
  static void note(Database database, ReceiverStore store, Stored read, Instant now) {
    Stored receiver = read;
    for (int tries = 0; tries < TRIES && isNews(receiver, now); tries++) {
      receiver = tried(database, store, receiver, now);
    }
  }

  private static boolean isNews(Stored receiver, Instant now) {
    return !HealthPolicy.heard(receiver.health(), now).equals(receiver.health());
  }

  private static Stored tried(
      Database database, ReceiverStore store, Stored receiver, Instant now) {
    return database.inTransaction(
        "note a sign of life of " + receiver.receiver().id(),
        c -> {
          ReceiverHealth heard = HealthPolicy.heard(receiver.health(), now);
          return store.changeHealth(c, receiver, heard)
              ? receiver.health(heard)
              : again(c, store, receiver);
        });
  }

  private static Stored again(Connection c, ReceiverStore store, Stored receiver)
      throws SQLException {
    return store.byNumbers(c, List.of(receiver.number())).stream().findFirst().orElse(receiver);
  }
}
