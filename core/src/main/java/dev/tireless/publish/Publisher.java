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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

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
    return publish(
        connection,
        new Claim(ids.next(), publication),
        claim -> store.insertOutbox(connection, List.of(claim.id())));
  }

  /**
   * Leaves it to somebody else to carry the notification until that time, and publishes like {@link
   * #publish(Connection, Publication)}: only then the engine sends it, unless it was {@linkplain
   * dev.tireless.deliver.Carried confirmed} before.
   *
   * @param id from {@link #nextId()}, the notification's if it is the first
   * @param until null to leave it to the engine at once
   */
  public Published publishHeld(
      Connection connection, String id, Publication publication, @Nullable Instant until) {
    return publish(
        connection,
        new Claim(id, publication),
        claim -> store.holdOutbox(connection, claim.id(), until));
  }

  /** An id for {@link #publishHeld}, for those who must know it before the transaction begins. */
  public String nextId() {
    return ids.next();
  }

  private interface Outbox {
    void insert(Claim claim) throws SQLException;
  }

  private Published publish(Connection connection, Claim claim, Outbox outbox) {
    try {
      return publishOn(connection, claim, outbox);
    } catch (SQLException e) {
      throw new TirelessException(
          "Could not publish %s/%s; roll back the transaction: %s"
              .formatted(
                  claim.publication().topic(), claim.publication().subject(), e.getMessage()),
          e);
    }
  }

  private Published publishOn(Connection c, Claim claim, Outbox outbox) throws SQLException {
    Publication p = claim.publication();
    requireTransaction(c);
    requireKnownReceivers(c, p);
    Owner owner = store.insert(c, claim, clock.instant().truncatedTo(ChronoUnit.MICROS));
    if (owner.notificationId().equals(claim.id())) {
      outbox.insert(claim);
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
