package dev.tireless.deliver;

import dev.tireless.Receiver;
import dev.tireless.ReceiverHealth;
import dev.tireless.ReceiverState;
import dev.tireless.store.Database;
import dev.tireless.store.DueStore;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * Who is told: define receivers, and stop or resume the telling. Every change holds for all nodes
 * on the database from their next look at it. Thread-safe.
 */
public final class Receivers {

  /** How long a replaced secret goes on signing beside the new one. */
  public static final Duration SECRET_OVERLAP = Duration.ofHours(24);

  static final String DELETED = "RECEIVER_DELETED";
  static final int CANCEL_PAGE = 1_000;

  private final Database database;
  private final ReceiverStore store;
  private final DueStore due;
  private final Clock clock;

  public Receivers(DataSource dataSource, Clock clock) {
    this.database = new Database(dataSource);
    this.store = new ReceiverStore(database.dialect());
    this.due = new DueStore(database.dialect());
    this.clock = clock;
  }

  /**
   * Creates the receiver, or brings it to this definition; its state and its sequence stay. With a
   * new secret, the old one signs too for {@link #SECRET_OVERLAP}. If it is failing, its next probe
   * is brought forward as by {@link #heard}: what made it fail may be mended by this.
   *
   * @throws dev.tireless.TirelessException when its id belonged to a deleted receiver
   */
  public void upsert(Receiver receiver) {
    Instant now = now();
    database.inTransaction(
        "define receiver " + receiver.id(),
        c -> {
          store.upsert(c, receiver, now, now.plus(SECRET_OVERLAP));
          return receiver;
        });
    heard(receiver.tenant(), receiver.id());
  }

  public Optional<Receiver> find(String tenant, String id) {
    return stored(tenant, id).map(Stored::receiver);
  }

  public Optional<ReceiverState> state(String tenant, String id) {
    return stored(tenant, id).map(Stored::state);
  }

  /** How it has been answering, for all nodes: since when it fails, and when it is probed next. */
  public Optional<ReceiverHealth> health(String tenant, String id) {
    return stored(tenant, id).map(Stored::health);
  }

  /**
   * The receiver made an authenticated call, whatever it wanted: a sign of life. If it is failing,
   * its next probe is brought forward, to 5 s after the last one at the soonest. Costs one read
   * otherwise.
   *
   * @return its internal number; empty when there is no such receiver
   */
  public OptionalLong heard(String tenant, String id) {
    Optional<Stored> stored = stored(tenant, id);
    stored.ifPresent(receiver -> SignOfLife.note(database, store, receiver, now()));
    return stored.stream().mapToLong(Stored::number).findFirst();
  }

  /**
   * To be called once when the database was restored from a backup, before an engine starts on it:
   * numbers may be given again from now on, and the epoch tells the receivers so. Tells how many
   * receivers there are.
   */
  public int raiseEpoch() {
    return database.inTransaction("raise the epoch", store::raiseEpoch);
  }

  /** Sends it nothing until {@link #resume}; no window runs meanwhile. False unless active. */
  public boolean pause(String tenant, String id) {
    return change(tenant, id, ReceiverState.ACTIVE, ReceiverState.PAUSED);
  }

  /** As {@link #pause}, by an operator. False unless active. */
  public boolean suspend(String tenant, String id) {
    return change(tenant, id, ReceiverState.ACTIVE, ReceiverState.SUSPENDED);
  }

  /** Sends again; windows start anew now. False unless paused or suspended. */
  public boolean resume(String tenant, String id) {
    long number = number(tenant, id);
    return database.inTransaction("resume " + id, c -> store.resume(c, number, now()));
  }

  /**
   * Ends it for ever: nothing more is sequenced for it, and what waits is cancelled. False when it
   * was deleted before; then only what still waits is cancelled.
   */
  public boolean delete(String tenant, String id) {
    long number = number(tenant, id);
    boolean deleted = database.inTransaction("delete receiver " + id, c -> store.delete(c, number));
    cancelAll(number);
    return deleted;
  }

  private void cancelAll(long number) {
    int cancelled;
    do {
      cancelled = cancelPage(number);
    } while (cancelled > 0);
  }

  private int cancelPage(long number) {
    return database.inTransaction(
        "cancel the deliveries of a deleted receiver",
        c -> due.cancelPending(c, number, DELETED, now(), CANCEL_PAGE));
  }

  private boolean change(String tenant, String id, ReceiverState from, ReceiverState to) {
    long number = number(tenant, id);
    return database.inTransaction(
        "make receiver " + id + " " + to, c -> store.changeState(c, number, from, to));
  }

  private long number(String tenant, String id) {
    return stored(tenant, id)
        .orElseThrow(
            () -> new IllegalArgumentException("Tenant " + tenant + " has no receiver " + id))
        .number();
  }

  private Optional<Stored> stored(String tenant, String id) {
    return database.read("find receiver " + id, c -> store.find(c, tenant, id));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
