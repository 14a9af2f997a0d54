package dev.tireless.publish;

import dev.tireless.ConflictException;
import dev.tireless.Publication;
import dev.tireless.TirelessException;
import dev.tireless.store.Database;
import dev.tireless.store.NotificationStore;
import dev.tireless.store.NotificationStore.SubjectOwner;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/**
 * Puts a notification into the caller's local database transaction: it exists exactly when the
 * business of that transaction does.
 *
 * <p>Publishing is idempotent on (tenant, topic, subject, version). It inserts three rows and does
 * nothing slow; sending begins after the commit. Thread-safe.
 */
public final class Publisher {

  private final NotificationStore store;
  private final NotificationIds ids;
  private final Clock clock;

  /**
   * A publisher for the given database.
   *
   * @param dataSource asked once for its dialect; publishing happens on the caller's connections
   * @param random seeds the ids; a {@link java.security.SecureRandom} in production
   */
  public Publisher(DataSource dataSource, Clock clock, RandomGenerator random) {
    this.store = new NotificationStore(new Database(dataSource).dialect());
    this.ids = new NotificationIds(clock, random);
    this.clock = clock;
  }

  /**
   * Publishes within the transaction that is open on the connection. The engine finds it after the
   * commit by itself; {@code Engine.wakeUp()} spares it the wait for its next poll.
   *
   * @throws ConflictException when another payload stands under the same key; the transaction stays
   *     usable
   * @throws IllegalArgumentException when a receiver in {@code to} does not exist
   * @throws IllegalStateException when the connection is in auto-commit mode
   * @throws TirelessException when the database fails; roll back. At REPEATABLE READ or
   *     SERIALIZABLE, PostgreSQL and H2 may refuse the later of two equal publications with
   *     SQLSTATE 40001: run the transaction again
   */
  public Published publish(Connection connection, Publication publication) {
    try {
      return publishOn(connection, publication);
    } catch (SQLException e) {
      throw new TirelessException(
          "Could not publish %s/%s; roll back the transaction: %s"
              .formatted(publication.topic(), publication.subject(), e.getMessage()),
          e);
    }
  }

  private Published publishOn(Connection c, Publication p) throws SQLException {
    requireTransaction(c);
    requireKnownReceivers(c, p);
    String id = ids.next();
    byte[] hash = p.payload().sha256();
    SubjectOwner owner = store.claimSubject(c, id, p, hash);
    if (owner.notificationId().equals(id)) {
      store.insert(c, id, p, hash, clock.instant().truncatedTo(ChronoUnit.MICROS));
      return new Published(id, true);
    }
    if (owner.payloadHash().equals(HexFormat.of().formatHex(hash))) {
      return new Published(owner.notificationId(), false);
    }
    throw conflict(p, owner);
  }

  private static void requireTransaction(Connection c) throws SQLException {
    if (c.getAutoCommit()) {
      throw new IllegalStateException(
          "Publish needs the caller's transaction, but this connection is in auto-commit mode:"
              + " the notification would exist even when the business fails");
    }
  }

  private void requireKnownReceivers(Connection c, Publication p) throws SQLException {
    Set<String> unknown = store.unknownReceivers(c, p.tenant(), p.to());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Tenant %s has no receivers %s, to which %s/%s should go"
              .formatted(p.tenant(), unknown, p.topic(), p.subject()));
    }
  }

  private static ConflictException conflict(Publication p, SubjectOwner owner) {
    return new ConflictException(
        "%s/%s version %d was published before as %s with another payload; publish a higher version"
            .formatted(p.topic(), p.subject(), p.version(), owner.notificationId()));
  }
}
