package dev.tireless.simulation;

import dev.tireless.AckSource;
import dev.tireless.Channel;
import dev.tireless.ConflictException;
import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.ReceiverState;
import dev.tireless.deliver.Deliveries;
import dev.tireless.deliver.EngineSettings;
import dev.tireless.deliver.Receivers;
import dev.tireless.deliver.Redeliveries;
import dev.tireless.deliver.Steps;
import dev.tireless.publish.Published;
import dev.tireless.publish.Publisher;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.simulation.HealthLedger.Phase;
import dev.tireless.simulation.HealthLedger.Seen;
import dev.tireless.simulation.Ledger.Send;
import dev.tireless.simulation.Ledger.Told;
import dev.tireless.simulation.StoreView.Row;
import dev.tireless.testing.SettableClock;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * One life of a notifier, all of it drawn from a seed: publishers that commit or roll back,
 * operators, receivers, a network that loses and delays answers, and an engine that dies between
 * any two steps, within one, or right after its commit, and that records answers a second time when
 * it does not hear of the commit. After every event the store is held against the {@link Ledger}.
 */
final class Simulation {

  private static final String TOPIC = "t";
  private static final String TENANT = Publication.DEFAULT_TENANT;
  private static final int EVENTS = 150;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<Receiver> RECEIVERS =
      List.of(
          receiver("a").schedule(RetrySchedule.parse("1s 2s 5s 10s 30s/4m")),
          receiver("b").schedule(RetrySchedule.parse("4m 10m/30m")).refusable(true));
  private final Random random;
  private final DataSource real;
  private final StoreView store;
  private final SimulatedDatabase database;
  private final SettableClock clock = new SettableClock(START);
  private final Ledger ledger = new Ledger();
  private final SimulatedChannel world;
  private final Channel channel;
  private final Receivers receivers;
  private final Deliveries deliveries;
  private final Redeliveries wishes;
  private final Publisher publisher;
  private final int dyingOneIn;
  private Steps engine;
  private int moment;
  private int crashes;

  /** What a life was like; {@code lost} and {@code holes} are zero unless it threw before. */
  record Report(int crashes, int deliveries, int duplicates, int lost, int holes) {}

  Simulation(long seed, DataSource real, Mutant mutant) {
    this.random = new Random(seed);
    this.real = real;
    this.store = new StoreView(real, clock);
    this.database = new SimulatedDatabase(real, mutant);
    this.world = new SimulatedChannel(ledger, random, clock);
    this.channel = mutant.between(world);
    this.receivers = new Receivers(real, clock);
    this.deliveries = new Deliveries(database, clock);
    this.wishes = new Redeliveries(real, clock);
    this.publisher = new Publisher(real, clock, random);
    this.dyingOneIn = List.of(12, 40, 400).get(random.nextInt(3));
    RECEIVERS.forEach(receivers::upsert);
    RECEIVERS.stream()
        .filter(receiver -> random.nextInt(4) == 0)
        .forEach(receiver -> world.turn(receiver.id()));
    this.engine = newEngine();
  }

  Report run() throws SQLException {
    for (int event = 1; event <= EVENTS; event++) {
      happen(random.nextInt(100));
      check();
    }
    recover();
    List<Row> rows = store.rows();
    return new Report(crashes, ledger.deliveries, ledger.duplicates, lost(rows), holes(rows));
  }

  private void happen(int dice) throws SQLException {
    if (dice < 14) {
      publish();
    } else if (dice < 28) {
      leasing(engine::sequence);
    } else if (dice < 42) {
      lease();
    } else if (dice < 44) {
      twoProbers();
    } else if (dice < 57) {
      step(engine::send);
    } else if (dice < 71) {
      record();
    } else if (dice < 75) {
      world.answerLate();
    } else if (dice < 78) {
      world.turn(RECEIVERS.get(random.nextInt(RECEIVERS.size())).id());
    } else if (dice < 88) {
      timePasses();
    } else if (dice < 94) {
      twoSequencers();
    } else {
      operate();
    }
  }

  /** One or several, for which their receivers' lanes may have room together. */
  private void publish() throws SQLException {
    int many = random.nextInt(3) == 0 ? 2 + random.nextInt(4) : 1;
    for (int i = 0; i < many; i++) {
      publishOne();
    }
  }

  private void publishOne() throws SQLException {
    String subject = "s" + random.nextInt(40);
    try (Connection connection = real.getConnection()) {
      connection.setAutoCommit(false);
      publish(connection, publication(subject));
    }
  }

  private Publication publication(String subject) {
    Payload payload = Payload.of(random.nextInt(8) == 0 ? "other" : subject);
    Publication publication = Publication.of(TOPIC, subject, payload);
    return random.nextInt(4) == 0 ? publication.to("b") : publication;
  }

  private void publish(Connection connection, Publication publication) throws SQLException {
    try {
      Published published = publisher.publish(connection, publication);
      if (random.nextInt(4) == 0) {
        connection.rollback();
        ledger.rolledBack(published.id());
      } else {
        connection.commit();
        ledger.committed(published.id(), clock.instant());
      }
    } catch (ConflictException e) {
      connection.rollback();
    }
  }

  /** A step that may lease. */
  private boolean leasing(Runnable step) throws SQLException {
    int crashesBefore = crashes;
    step(step);
    noteLeases();
    return crashes == crashesBefore;
  }

  private void noteLeases() throws SQLException {
    world.leased(store.leases(), ++moment);
    observe();
  }

  /** The step that also looks after failing receivers. */
  private void lease() throws SQLException {
    if (leasing(engine::lease)) {
      List<Row> rows = store.rows();
      for (Seen seen : store.seen()) {
        if (seen.phase() == Phase.FAILING && seen.open() && seen.probedAt() != null) {
          neverLeased(rows, seen.receiver()).forEach(told -> ledger.counts(seen.probedAt(), told));
        }
      }
    }
  }

  private Stream<Told> neverLeased(List<Row> rows, String receiver) {
    return rows.stream()
        .filter(row -> row.receiver().equals(receiver) && row.state() == DeliveryState.PENDING)
        .filter(row -> !world.wasLeased(receiver, row.seq()))
        .map(row -> ledger.told(receiver, row.seq()));
  }

  private void observe() throws SQLException {
    for (Seen seen : store.seen()) {
      int ended = ledger.health.drainThatEnded(seen);
      if (ended >= 0) {
        List<Told> left =
            neverLeased(store.rows(), seen.receiver()).filter(told -> told.seenIn < ended).toList();
        Ledger.require(left.stream().allMatch(t -> t.replayedIn >= 0), "left out", seen);
      }
      ledger.health.observe(seen, clock.instant(), moment);
    }
  }

  /** Another process probes between our reading of what waits and our claim, and dies with it. */
  private void twoProbers() throws SQLException {
    Steps other = newEngine();
    database.interrupt(
        "AND seq > ? AND seq <= ?",
        () ->
            world.toAnother(
                () -> {
                  other.lease();
                  quietly(this::noteLeases);
                  other.send();
                }));
    try {
      lease();
    } finally {
      database.survive();
    }
  }

  private interface SqlStep {
    void run() throws SQLException;
  }

  private static void quietly(SqlStep step) {
    try {
      step.run();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void record() {
    List<Send> answered = List.copyOf(world.answered());
    try {
      if (dies()) {
        database.dieAfterCommit();
      } else if (random.nextInt(8) == 0) {
        database.loseCommitAnswer();
      }
      engine.record();
      recorded(answered);
    } catch (SimulatedCrash crash) {
      if (crash.committed()) {
        recorded(answered);
      }
      restart();
    } finally {
      database.survive();
    }
    if (channel instanceof EarlyAck early) {
      early.sendWhatWasRecorded();
    }
  }

  private void recorded(List<Send> answered) {
    for (Told told : ledger.all()) {
      told.acked |=
          told.sends.stream().anyMatch(s -> answered.contains(s) && acked(s) && told.counts(s));
    }
    world.recorded(++moment);
  }

  private static boolean acked(Send send) {
    return send.outcome instanceof Outcome.Acked;
  }

  /** Runs a step, which may die anywhere in it. */
  private void step(Runnable step) {
    try {
      if (dies()) {
        database.dieWithin(random.nextInt(12));
      } else if (dies()) {
        database.dieAfterCommit();
      } else if (dies()) {
        throw new SimulatedCrash(false);
      }
      step.run();
    } catch (SimulatedCrash crash) {
      restart();
    } finally {
      database.survive();
    }
  }

  private boolean dies() {
    return random.nextInt(dyingOneIn) == 0;
  }

  /** Mostly less than a gap, sometimes more than a lease, seldom most of a window. */
  private void timePasses() {
    int most = List.of(2, 15, 15, 60, 60, 240).get(random.nextInt(6));
    clock.advance(Duration.ofMillis(random.nextInt(most * 1000)));
  }

  private void restart() {
    crashes++;
    world.forget();
    engine = newEngine();
  }

  /** Another process sequences between our reading of the outbox and our writing. */
  private void twoSequencers() throws SQLException {
    Steps other = newEngine();
    database.interrupt("SELECT receiver_id, last_seq", other::sequence);
    try {
      engine.sequence();
    } finally {
      database.survive();
    }
    noteLeases();
  }

  private void operate() throws SQLException {
    List<Row> rows = store.rows();
    if (rows.isEmpty()) {
      return;
    }
    Row row = rows.get(random.nextInt(rows.size()));
    Told told = ledger.told(row.receiver(), row.seq());
    switch (random.nextInt(10)) {
      case 0 -> told.cancelled |= deliveries.cancel(TENANT, row.receiver(), row.seq(), "why not");
      case 1 -> acknowledge(row, told);
      case 2 -> resume(row.receiver());
      case 3 -> pause(row.receiver());
      case 4 -> hear(row.receiver());
      case 5 -> pull(rows, row);
      case 6, 7 -> wish(rows, row);
      case 8 -> delete(rows);
      default -> replay(row, told);
    }
  }

  private void acknowledge(Row row, Told told) {
    boolean open = deliveries.acknowledge(TENANT, row.receiver(), row.seq(), AckSource.MANUAL);
    Ledger.require(open || told.acked, "an ack was not taken", row);
    told.acked = true;
  }

  /** The receiver says that it has one, or all up to it. */
  private void pull(List<Row> rows, Row row) {
    boolean all = random.nextBoolean();
    if (all) {
      deliveries.acknowledgePulledUpTo(TENANT, row.receiver(), row.seq());
    } else {
      deliveries.acknowledgePulled(TENANT, row.receiver(), List.of(row.seq(), row.seq() + 1000));
    }
    ledger.health.heard(row.receiver(), ++moment);
    rows.stream()
        .filter(r -> r.equals(row) || (all && isUpTo(row, r)))
        .forEach(r -> ledger.told(r.receiver(), r.seq()).acked = true);
  }

  private static boolean isUpTo(Row row, Row other) {
    return other.receiver().equals(row.receiver()) && other.seq() <= row.seq();
  }

  private void replay(Row row, Told told) {
    if (deliveries.replay(TENANT, row.receiver(), row.seq())) {
      told.replayed(clock.instant(), ++moment);
    }
  }

  /** The receiver wants some of its deliveries again; the engine may die over it. */
  private void wish(List<Row> rows, Row row) throws SQLException {
    boolean begun =
        random.nextBoolean()
            ? wishes.request(TENANT, row.receiver(), List.of(row.seq())).isPresent()
            : wishes.request(TENANT, row.receiver(), 0, row.seq(), true).isPresent();
    int crashesBefore = crashes;
    clock.advance(Duration.ofSeconds(1));
    RECEIVERS.forEach(receiver -> step(engine::redeliver));
    List<String> waiting = store.wished();
    Map<String, DeliveryState> after =
        store.rows().stream().collect(Collectors.toMap(Row::key, Row::state));
    moment++;
    rows.forEach(before -> noteWish(before, after.get(before.key()), waiting));
    boolean granted = after.get(row.key()) == DeliveryState.PENDING;
    boolean died = crashes > crashesBefore;
    Ledger.require(granted || !begun || died || isDeleted(row), "a wish was not granted", row);
  }

  private boolean isDeleted(Row row) {
    return receivers.state(TENANT, row.receiver()).orElseThrow() == ReceiverState.DELETED;
  }

  private void noteWish(Row before, DeliveryState after, List<String> waiting) {
    Told told = ledger.told(before.receiver(), before.seq());
    boolean isPending = after == DeliveryState.PENDING;
    Ledger.require(!isPending || !isDeleted(before), "pending for a deleted receiver", before);
    if (isPending && before.state() == DeliveryState.ACKED) {
      told.reopened(clock.instant(), moment);
    } else if (isPending && before.state() != DeliveryState.PENDING) {
      told.replayed(clock.instant(), moment);
    } else if (isPending && waiting.contains(before.key())) {
      told.broughtForwardIn = moment;
    }
  }

  /** Seldom, and never the one that everything goes to. */
  private void delete(List<Row> rows) {
    if (random.nextInt(8) == 0) {
      receivers.delete(TENANT, "a");
      ledger.health.deleted("a");
      rows.stream()
          .filter(row -> row.receiver().equals("a"))
          .forEach(row -> ledger.told("a", row.seq()).cancelled = true);
    }
  }

  private void resume(String receiver) {
    if (receivers.resume(TENANT, receiver)) {
      ledger.resumed(receiver, clock.instant());
      ledger.health.resumed(receiver, ++moment);
    }
  }

  private void hear(String receiver) {
    receivers.heard(TENANT, receiver);
    ledger.health.heard(receiver, ++moment);
  }

  private void pause(String receiver) {
    if (receivers.pause(TENANT, receiver)) {
      ledger.health.paused(receiver, ++moment);
    }
  }

  /** Nobody dies any more and everybody answers: everything must come to its end. */
  private void recover() throws SQLException {
    world.heal();
    for (int rounds = 0; rounds == 0 || pending(store.rows()); rounds++) {
      Ledger.require(rounds < 200, "still pending after recovery", store.rows());
      RECEIVERS.forEach(receiver -> resume(receiver.id()));
      leasing(engine::sequence);
      world.answerAll();
      record();
      lease();
      step(engine::send);
      record();
      check();
      clock.advance(Duration.ofSeconds(20));
    }
  }

  private static boolean pending(List<Row> rows) {
    return rows.stream().anyMatch(row -> row.state() == DeliveryState.PENDING);
  }

  private void check() throws SQLException {
    world.throwViolation();
    observe();
    List<Row> rows = store.rows();
    Ledger.require(holes(rows) == 0, "hole in a sequence", rows);
    for (Row row : rows) {
      ledger.judge(
          moment,
          row.receiver(),
          row.seq(),
          row.notification(),
          row.state(),
          clock.instant(),
          window(row));
    }
    Ledger.require(deliveries.audit().isEmpty(), "audit", deliveries.audit());
  }

  private static Duration window(Row row) {
    return RECEIVERS.get(row.receiver().charAt(0) - 'a').schedule().window();
  }

  /** Committed notifications without their deliveries: everyone goes at least to receiver b. */
  private int lost(List<Row> rows) {
    List<String> there =
        rows.stream().filter(r -> r.receiver().equals("b")).map(Row::notification).toList();
    return (int) ledger.committedNotifications().stream().filter(id -> !there.contains(id)).count();
  }

  private static int holes(List<Row> rows) {
    int holes = 0;
    long expected = 1;
    String receiver = "";
    for (Row row : rows) {
      expected = row.receiver().equals(receiver) ? expected + 1 : 1;
      receiver = row.receiver();
      holes += row.seq() == expected ? 0 : 1;
      expected = row.seq();
    }
    return holes;
  }

  private Steps newEngine() {
    return new Steps(
        database,
        Map.of(Receiver.HTTP, channel),
        EngineSettings.of("node").lease(Ledger.LEASE),
        List.of(),
        clock,
        random,
        () -> {});
  }

  private static Receiver receiver(String id) {
    Secret secret = Secret.parse("whsec_" + "A".repeat(32));
    return Receiver.http(id, URI.create("http://127.0.0.1:1/"), secret, TOPIC).maxInFlight(4);
  }
}
