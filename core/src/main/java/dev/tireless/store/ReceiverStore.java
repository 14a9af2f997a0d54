package dev.tireless.store;

import dev.tireless.Receiver;
import dev.tireless.ReceiverHealth;
import dev.tireless.ReceiverHealth.Healthy;
import dev.tireless.ReceiverState;
import dev.tireless.TirelessException;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.wire.AckRule;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receivers, their subscriptions and their state. */
public final class ReceiverStore {

  private static final Logger log = LoggerFactory.getLogger(ReceiverStore.class);

  private static final String SELECT =
      """
      SELECT r.*, h.epoch FROM tireless_receiver r
      JOIN tireless_receiver_head h ON h.receiver_id = r.receiver_id""";
  private static final String LOCK =
      """
      SELECT receiver_id, secret, state FROM tireless_receiver
      WHERE tenant = ? AND receiver = ? FOR UPDATE""";
  private static final String INSERT =
      """
      INSERT INTO tireless_receiver
        (tenant, receiver, channel, url, secret, schedule, ack_rule, refusable, max_in_flight,
         exchange_timeout_ms, state)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'ACTIVE')""";
  private static final String UPDATE =
      """
      UPDATE tireless_receiver
      SET channel = ?, url = ?, secret = ?, schedule = ?, ack_rule = ?, refusable = ?,
          max_in_flight = ?, exchange_timeout_ms = ?
      WHERE receiver_id = ?""";
  private static final String KEEP_PREVIOUS_SECRET =
      """
      UPDATE tireless_receiver SET previous_secret = secret, previous_secret_until = ?
      WHERE receiver_id = ?""";
  private static final String INSERT_HEAD =
      """
      INSERT INTO tireless_receiver_head (receiver_id, epoch, last_seq, last_sequenced_at)
      VALUES (?, 1, 0, ?)""";
  private static final String RAISE_EPOCH = "UPDATE tireless_receiver_head SET epoch = epoch + 1";
  private static final String TOPICS =
      """
      SELECT receiver_id, topic FROM tireless_subscription
      WHERE receiver_id IN (%s) ORDER BY receiver_id, topic""";
  private static final String UNSUBSCRIBE =
      "DELETE FROM tireless_subscription WHERE receiver_id = ?";
  private static final String DELETE_CREDENTIALS =
      "DELETE FROM tireless_credential WHERE receiver_id = ?";
  private static final String SUBSCRIBE =
      "INSERT INTO tireless_subscription (receiver_id, tenant, topic) VALUES (?, ?, ?)";
  private static final String CHANGE_STATE =
      "UPDATE tireless_receiver SET state = ? WHERE receiver_id = ? AND state = ?";
  private static final String RESUME =
      """
      UPDATE tireless_receiver
      SET state = 'ACTIVE', resumed_at = ?, paused_until = NULL, gone_in_row = 0,
          next_probe_at = CASE WHEN failing_since IS NULL THEN NULL ELSE ? END,
          health_version = health_version + 1
      WHERE receiver_id = ? AND state IN ('PAUSED', 'SUSPENDED')""";
  private static final String DELETE =
      """
      UPDATE tireless_receiver
      SET state = 'DELETED', failing_since = NULL, health_version = health_version + 1
      WHERE receiver_id = ? AND state <> 'DELETED'""";
  private static final String HOLD_OFF =
      """
      UPDATE tireless_receiver SET paused_until = ?
      WHERE receiver_id = ? AND (paused_until IS NULL OR paused_until < ?)""";
  private static final String COUNT_GONE =
      "UPDATE tireless_receiver SET gone_in_row = gone_in_row + 1 WHERE receiver_id = ?";
  private static final String SUSPEND_GONE =
      """
      UPDATE tireless_receiver SET state = 'SUSPENDED'
      WHERE receiver_id = ? AND state = 'ACTIVE' AND gone_in_row >= ?""";
  private static final String NOT_GONE =
      "UPDATE tireless_receiver SET gone_in_row = 0 WHERE gone_in_row > 0 AND receiver_id IN (%s)";

  private static final String CHANGE_HEALTH =
      """
      UPDATE tireless_receiver
      SET last_ack_at = ?, failing_since = ?, failed_probes = ?, probed_at = ?, next_probe_at = ?,
          turn_seq = ?, drain_up_to = ?, held_by = ?, held_until = ?,
          health_version = health_version + 1
      WHERE receiver_id = ? AND health_version = ?""";

  private static final String LOCK_HEALTH =
      """
      SELECT health_version FROM tireless_receiver
      WHERE receiver_id = ? AND health_version = ? FOR UPDATE""";

  private static final int NUMBERS_PER_QUERY = 512;

  private final Dialect dialect;

  public ReceiverStore(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * A receiver as the engine knows it.
   *
   * @param number its internal number, the key of everything it owns
   * @param epoch of its sequence
   * @param previousSecret signs too, until its time
   * @param resumedAt no window counts from before this, null when it was never paused
   * @param pausedUntil the receiver asked to stay away until then, null when it did not
   * @param healthVersion grows with every change of its health
   */
  public record Stored(
      long number,
      Receiver receiver,
      long epoch,
      ReceiverState state,
      @Nullable Secret previousSecret,
      @Nullable Instant previousSecretUntil,
      @Nullable Instant resumedAt,
      @Nullable Instant pausedUntil,
      ReceiverHealth health,
      long healthVersion) {

    private Stored withTopics(List<String> topics) {
      return new Stored(
          number,
          receiver.topics(topics),
          epoch,
          state,
          previousSecret,
          previousSecretUntil,
          resumedAt,
          pausedUntil,
          health,
          healthVersion);
    }

    /** As it is after its health was changed. */
    public Stored health(ReceiverHealth changed) {
      return new Stored(
          number,
          receiver,
          epoch,
          state,
          previousSecret,
          previousSecretUntil,
          resumedAt,
          pausedUntil,
          changed,
          healthVersion + 1);
    }

    /** Whether anything at all may be sent to it now. */
    public boolean isOpen(Instant now) {
      return state == ReceiverState.ACTIVE && (pausedUntil == null || !pausedUntil.isAfter(now));
    }

    /** Whether what is due or new may be sent to it now: it is neither failing nor draining. */
    public boolean followsSchedule(Instant now) {
      return isOpen(now) && health instanceof Healthy;
    }

    /** Every key that signs now, the current one first. */
    public List<Secret> activeSecrets(Instant now) {
      boolean both =
          previousSecret != null
              && previousSecretUntil != null
              && now.isBefore(previousSecretUntil);
      return both ? List.of(receiver.secret(), previousSecret) : List.of(receiver.secret());
    }
  }

  /**
   * Creates the receiver or brings it to the given definition; a changed secret keeps the old one
   * active until the given time. A deleted receiver stays deleted: its id is never used again.
   */
  public void upsert(Connection c, Receiver r, Instant now, Instant previousSecretUntil)
      throws SQLException {
    insertIfAbsent(c, r);
    Locked locked = lock(c, r);
    if (locked.state() == ReceiverState.DELETED) {
      throw new TirelessException(
          "Receiver " + r.id() + " was deleted, and its id is never used again; choose another");
    }
    if (!locked.secret().equals(r.secret().text())) {
      Jdbc.update(c, KEEP_PREVIOUS_SECRET, previousSecretUntil, locked.number());
    }
    update(c, r, locked.number());
    Jdbc.insertIfAbsent(c, dialect, INSERT_HEAD, "receiver_id", locked.number(), now);
    subscribe(c, locked.number(), r);
  }

  /** Those of the receivers that exist and can be read. */
  public List<Stored> byNumbers(Connection c, List<Long> numbers) throws SQLException {
    List<Stored> all = new ArrayList<>();
    for (int from = 0; from < numbers.size(); from += NUMBERS_PER_QUERY) {
      int to = Math.min(numbers.size(), from + NUMBERS_PER_QUERY);
      all.addAll(chunk(c, numbers.subList(from, to)));
    }
    return all;
  }

  private static List<Stored> chunk(Connection c, List<Long> numbers) throws SQLException {
    String sql = SELECT + " WHERE r.receiver_id IN (" + Jdbc.placeholders(numbers.size()) + ")";
    List<Optional<Stored>> rows =
        Jdbc.query(c, sql, ReceiverStore::readable, Jdbc.padded(numbers).toArray());
    return withTopics(c, rows.stream().flatMap(Optional::stream).toList());
  }

  /** A row that a newer node wrote and this one cannot read must not keep it from the others. */
  private static Optional<Stored> readable(ResultSet row) throws SQLException {
    try {
      return Optional.of(read(row));
    } catch (IllegalArgumentException e) {
      log.error(
          "Receiver {} is told nothing: its row cannot be read", row.getString("receiver"), e);
      return Optional.empty();
    }
  }

  /** Those that fail or drain, and can be read. */
  public List<Stored> unwell(Connection c) throws SQLException {
    String sql = SELECT + " WHERE r.failing_since IS NOT NULL ORDER BY r.receiver_id";
    List<Optional<Stored>> rows = Jdbc.query(c, sql, ReceiverStore::readable);
    return withTopics(c, rows.stream().flatMap(Optional::stream).toList());
  }

  public Optional<Stored> find(Connection c, String tenant, String id) throws SQLException {
    String sql = SELECT + " WHERE r.tenant = ? AND r.receiver = ?";
    return withTopics(c, Jdbc.query(c, sql, ReceiverStore::read, tenant, id)).stream().findFirst();
  }

  /** All numbers that are given from now on are of another run. */
  public int raiseEpoch(Connection c) throws SQLException {
    return Jdbc.update(c, RAISE_EPOCH);
  }

  /** False when it was not in the state it should come from. */
  public boolean changeState(Connection c, long number, ReceiverState from, ReceiverState to)
      throws SQLException {
    return Jdbc.update(c, CHANGE_STATE, to, number, from) == 1;
  }

  /** Windows start anew at the given time; false when it was neither paused nor suspended. */
  public boolean resume(Connection c, long number, Instant now) throws SQLException {
    return Jdbc.update(c, RESUME, now, now, number) == 1;
  }

  /** Ends its subscriptions and its credentials too; false when it was deleted before. */
  public boolean delete(Connection c, long number) throws SQLException {
    boolean deleted = Jdbc.update(c, DELETE, number) == 1;
    Jdbc.update(c, UNSUBSCRIBE, number);
    Jdbc.update(c, DELETE_CREDENTIALS, number);
    return deleted;
  }

  /** Keeps away from the receiver until then, never shorter than somebody else already does. */
  public void holdOff(Connection c, long number, Instant until) throws SQLException {
    Jdbc.update(c, HOLD_OFF, until, number, until);
  }

  /** Writes another health over the one that was read; false when somebody else was faster. */
  public boolean changeHealth(Connection c, Stored read, ReceiverHealth health)
      throws SQLException {
    return Jdbc.update(c, CHANGE_HEALTH, HealthColumns.values(health, read)) == 1;
  }

  /** Whether its health is still the one that was read; it stays so for this transaction. */
  public boolean lockHealth(Connection c, Stored read) throws SQLException {
    return !Jdbc.query(c, LOCK_HEALTH, row -> row.getLong(1), read.number(), read.healthVersion())
        .isEmpty();
  }

  /** Counts a 410; true when it was one too many and the receiver is suspended now. */
  public boolean countGone(Connection c, long number, int suspendAt) throws SQLException {
    Jdbc.update(c, COUNT_GONE, number);
    return Jdbc.update(c, SUSPEND_GONE, number, suspendAt) == 1;
  }

  public void notGone(Connection c, List<Long> numbers) throws SQLException {
    if (!numbers.isEmpty()) {
      String sql = NOT_GONE.formatted(Jdbc.placeholders(numbers.size()));
      Jdbc.update(c, sql, Jdbc.padded(numbers).toArray());
    }
  }

  private record Locked(long number, String secret, ReceiverState state) {}

  private void insertIfAbsent(Connection c, Receiver r) throws SQLException {
    List<Object> values = new ArrayList<>(List.of(r.tenant(), r.id()));
    values.addAll(definition(r));
    Jdbc.insertIfAbsent(c, dialect, INSERT, "tenant", values.toArray());
  }

  private static Locked lock(Connection c, Receiver r) throws SQLException {
    return Jdbc.query(
            c,
            LOCK,
            row ->
                new Locked(
                    row.getLong("receiver_id"),
                    row.getString("secret"),
                    ReceiverState.valueOf(row.getString("state"))),
            r.tenant(),
            r.id())
        .get(0);
  }

  private static void update(Connection c, Receiver r, long number) throws SQLException {
    List<Object> values = new ArrayList<>(definition(r));
    values.add(number);
    Jdbc.update(c, UPDATE, values.toArray());
  }

  private static List<Object> definition(Receiver r) {
    return List.of(
        r.channel(),
        r.url().toString(),
        r.secret().text(),
        r.schedule().toString(),
        r.ackRule().toString(),
        r.refusable(),
        r.maxInFlight(),
        r.exchangeTimeout().toMillis());
  }

  private static void subscribe(Connection c, long number, Receiver r) throws SQLException {
    if (!topics(c, List.of(number)).getOrDefault(number, List.of()).equals(r.topics())) {
      Jdbc.update(c, UNSUBSCRIBE, number);
      Jdbc.batch(
          c,
          SUBSCRIBE,
          r.topics().stream().map(t -> new @Nullable Object[] {number, r.tenant(), t}).toList());
    }
  }

  private static Map<Long, List<String>> topics(Connection c, List<Long> numbers)
      throws SQLException {
    Map<Long, List<String>> topics = new HashMap<>();
    Jdbc.query(
        c,
        TOPICS.formatted(Jdbc.placeholders(numbers.size())),
        row ->
            topics
                .computeIfAbsent(row.getLong(1), number -> new ArrayList<>())
                .add(row.getString(2)),
        Jdbc.padded(numbers).toArray());
    return topics;
  }

  private static List<Stored> withTopics(Connection c, List<Stored> receivers) throws SQLException {
    if (receivers.isEmpty()) {
      return receivers;
    }
    Map<Long, List<String>> topics = topics(c, receivers.stream().map(Stored::number).toList());
    return receivers.stream()
        .map(r -> r.withTopics(topics.getOrDefault(r.number(), List.of())))
        .toList();
  }

  private static Stored read(ResultSet row) throws SQLException {
    String previous = row.getString("previous_secret");
    return new Stored(
        row.getLong("receiver_id"),
        definition(row),
        row.getLong("epoch"),
        ReceiverState.valueOf(row.getString("state")),
        previous == null ? null : Secret.parse(previous),
        Jdbc.instantOrNull(row, "previous_secret_until"),
        Jdbc.instantOrNull(row, "resumed_at"),
        Jdbc.instantOrNull(row, "paused_until"),
        HealthColumns.read(row),
        row.getLong("health_version"));
  }

  private static Receiver definition(ResultSet row) throws SQLException {
    return new Receiver(
        row.getString("tenant"),
        row.getString("receiver"),
        List.of(),
        row.getString("channel"),
        URI.create(row.getString("url")),
        Secret.parse(row.getString("secret")),
        RetrySchedule.parse(row.getString("schedule")),
        AckRule.parse(row.getString("ack_rule")),
        row.getBoolean("refusable"),
        row.getInt("max_in_flight"),
        Duration.ofMillis(row.getLong("exchange_timeout_ms")));
  }
}
