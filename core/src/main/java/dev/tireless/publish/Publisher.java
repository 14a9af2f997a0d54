package dev.tireless.publish;

import dev.tireless.ConflictException;
import dev.tireless.Publication;
import dev.tireless.TirelessException;
import dev.tireless.store.Claim;
import dev.tireless.store.Database;
import dev.tireless.store.NotificationStore;
import dev.tireless.store.NotificationStore.Owner;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
    Claim claim = new Claim(ids.next(), p);
    Owner owner = store.insert(c, claim, clock.instant().truncatedTo(ChronoUnit.MICROS));
    if (owner.notificationId().equals(claim.id())) {
      store.insertOutbox(c, List.of(claim.id()));
      return new Published(claim.id(), true);
    }
    if (claim.agreesWith(owner)) {
      return new Published(owner.notificationId(), false);
    }
    throw Refusals.conflict(p, owner);
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
      throw Refusals.unknownReceivers(p, unknown);
    }
  }
}
