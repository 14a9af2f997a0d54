package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Receiver;
import dev.tireless.deliver.Receivers;
import dev.tireless.store.BacklogStore.PutOff;
import dev.tireless.store.DueStore.Retry;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The tables of what is due are written and emptied all the time. When PostgreSQL counts their rows
 * at a moment when there are few, it believes from then on that to read all of it costs nothing.
 * Each statement of the engine must keep to the rows it is about all the same.
 */
class PostgresqlPlanTest {

  private static final Instant NOW = Instant.parse("2026-03-29T01:30:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofMinutes(1));
  private static final int RECEIVERS = 8;
  private static final int ENDED = 60_000;
  private static final int LIVE = 20;
  private static final int LAST = LIVE * RECEIVERS;
  private static final int BLOCKS_PER_ROW = 20;
  private static final long RECEIVER = 1;
  private static final NavigableSet<RangeKey> RANGES =
      LongStream.rangeClosed(1, LIVE)
          .mapToObj(i -> new RangeKey(RECEIVER, i * RECEIVERS))
          .collect(Collectors.toCollection(TreeSet::new));
  private static final Secret SECRET = Secret.generate(new SecureRandom());
  private static final String PLANNED_ONCE =
      "SELECT set_config('plan_cache_mode', 'force_generic_plan', true)";
  private static final String BLOCKS =
      """
      SELECT sum(pg_stat_get_xact_blocks_fetched(oid)) FROM pg_class
      WHERE relname LIKE 'tireless_due%' OR relname LIKE 'tireless_range%'""";

  @AutoClose private static final TestDatabase scene = TestDatabases.postgresql("scene");

  private final TestDatabase server = TestDatabases.postgresqlCopy(scene);
  private final JdbcConnectionPool pool = TestPool.of(server);
  private final Database database = new Database(pool);
  private final DueStore due = new DueStore(Dialect.POSTGRESQL);
  private final RangeStore ranges = new RangeStore(Dialect.POSTGRESQL);
  private final BacklogStore backlog = new BacklogStore(Dialect.POSTGRESQL);

  @BeforeAll
  static void muchHasEndedAndTheStatisticsSayThereIsNothing() throws SQLException {
    JdbcConnectionPool pool = TestPool.of(scene);
    Migration.apply(pool);
    new Receivers(pool, Clock.systemUTC())
        .upsert(Receiver.http("account", URI.create("http://127.0.0.1/"), SECRET, "recharge"));
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      play(
          statement,
          "tireless_due",
          rows -> insertDue(rows, rows == LAST ? "NULL" : "'2026-03-29 02:00'"));
      play(statement, "tireless_range", PostgresqlPlanTest::insertRanges);
    }
    pool.dispose();
  }

  private static void play(Statement statement, String table, IntFunction<String> insert)
      throws SQLException {
    statement.execute("ALTER TABLE " + table + " SET (autovacuum_enabled = off)");
    statement.execute(insert.apply(ENDED));
    statement.execute("DELETE FROM " + table);
    statement.execute("VACUUM ANALYZE " + table);
    statement.execute(insert.apply(ENDED));
    statement.execute("DELETE FROM " + table);
    statement.execute(insert.apply(LAST));
    statement.execute("ANALYZE " + table);
    statement.execute("UPDATE pg_class SET reltuples = 0 WHERE relname LIKE '" + table + "%'");
  }

  @AfterEach
  void close() {
    pool.dispose();
    server.close();
  }

  @Test
  void isPlayedInTheSceneThatWasPrepared() {
    assertThat(query("SELECT count(*) FROM tireless_due")).isEqualTo(Integer.toString(LAST));
    assertThat(query("SELECT reltuples FROM pg_class WHERE relname = 'tireless_due'"))
        .isEqualTo("0");
    assertThat(query("SELECT pg_relation_size('tireless_due') / 8192"))
        .satisfies(pages -> assertThat(Integer.parseInt(pages)).isGreaterThan(LAST));
  }

  @Test
  void findsReceivers() {
    assertKeepsTo(
        LIVE,
        c -> {
          assertThat(due.receiversWithDue(c, NOW)).containsExactly(RECEIVER);
          assertThat(due.receiversWithDue(c, NOW.minus(Duration.ofDays(1)))).isEmpty();
        });
  }

  @Test
  void leases() {
    assertKeepsTo(LIVE, c -> assertThat(lease(c)).hasSize(LIVE));
  }

  @Test
  void ends() {
    List<DueRow> leased = database.inTransaction("lease", this::lease);
    assertKeepsTo(LIVE, c -> assertThat(due.endHeld(c, leased)).containsOnly(true));
  }

  @Test
  void retries() {
    List<Retry> retries =
        database.inTransaction("lease", this::lease).stream()
            .map(row -> new Retry(row, LATER, 1, "status 500", NOW))
            .toList();
    assertKeepsTo(LIVE, c -> assertThat(due.retryHeld(c, retries)).containsOnly(true));
  }

  @Test
  void givesBack() {
    List<DueRow> leased = database.inTransaction("lease", this::lease);
    assertKeepsTo(LIVE, c -> due.giveBack(c, leased));
    assertKeepsTo(LIVE, c -> assertThat(lease(c)).isEmpty());
  }

  @Test
  void acks() {
    List<DueRow> leased = database.inTransaction("lease", this::lease);
    assertKeepsTo(
        3 * LIVE, // in each of the tables, and in that of ranges once more
        c -> {
          for (DueRow row : leased) {
            assertThat(due.ack(c, RECEIVER, row.seq())).isTrue();
          }
        });
  }

  @Test
  void putsOffWhatWaits() {
    assertKeepsTo(
        LIVE,
        c -> {
          List<DueRow> behind = backlog.behind(c, RECEIVER, 0, LAST, Instant.EPOCH, NOW, LIVE);
          assertThat(behind).hasSize(LIVE);
          backlog.putOff(c, behind.stream().map(row -> new PutOff(row, LATER)).toList(), NOW);
        });
  }

  @Test
  void locksAndEndsRanges() {
    assertKeepsTo(
        3 * LIVE,
        c -> {
          assertThat(ranges.lock(c, RANGES)).hasSize(LIVE);
          ranges.end(c, RANGES);
          assertThat(ranges.lock(c, RANGES)).isEmpty();
        });
  }

  @Test
  void breaksUpRangesThatAreOver() {
    assertKeepsTo(3 * LIVE, c -> assertThat(breakUpOver(c, NOW)).isEqualTo(LIVE));
    assertKeepsTo(3 * LIVE, c -> assertThat(breakUpOver(c, Instant.EPOCH)).isZero());
  }

  @Test
  void breaksUpTheRangeAroundADelivery() {
    assertKeepsTo(3, c -> ranges.breakUpAround(c, RECEIVER, RECEIVERS));
    assertKeepsTo(3, c -> ranges.breakUpAround(c, RECEIVER, ENDED));
  }

  private int breakUpOver(Connection c, Instant now) throws SQLException {
    List<RangeKey> over = ranges.over(c, now, LIVE);
    ranges.breakUp(c, over);
    return over.size();
  }

  private List<DueRow> lease(Connection c) throws SQLException {
    return due.lease(c, due.candidates(c, RECEIVER, NOW, LIVE), null, "node", LATER, NOW);
  }

  /** Work that gives nothing. */
  private interface Step {
    void run(Connection c) throws SQLException;
  }

  private void assertKeepsTo(int rows, Step step) {
    int blocks =
        database.inTransaction(
            "count blocks",
            c -> {
              Jdbc.query(c, PLANNED_ONCE, row -> row.getString(1));
              int before = blocks(c);
              step.run(c);
              return blocks(c) - before;
            });
    assertThat(blocks).isBetween(1, rows * BLOCKS_PER_ROW);
  }

  private String query(String sql) {
    return database.inTransaction("query", c -> Jdbc.query(c, sql, row -> row.getString(1)).get(0));
  }

  private static int blocks(Connection c) throws SQLException {
    return Jdbc.query(c, BLOCKS, row -> row.getInt(1)).get(0);
  }

  private static String insertRanges(int rows) {
    return """
    INSERT INTO tireless_range
      (receiver_id, first_seq, last_seq, leased_at, leased_until, leased_by)
    SELECT 1 + seq %% %d, seq, seq, timestamp '2026-03-29 01:00',
      timestamp '2026-03-29 01:00' + seq * interval '1 second', 'node'
    FROM generate_series(1, %d) seq"""
        .formatted(RECEIVERS, rows);
  }

  private static String insertDue(int rows, String leasedUntil) {
    return """
    INSERT INTO tireless_due
      (receiver_id, seq, due_at, reason, leased_until, lease_token, failures)
    SELECT 1 + seq %% %d, seq, timestamp '2026-03-29 01:00' + seq * interval '1 second',
      'SCHEDULED', CAST(%s AS timestamp), 0, 0
    FROM generate_series(1, %d) seq"""
        .formatted(RECEIVERS, leasedUntil, rows);
  }
}
