package dev.tireless.bench.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.bench.contestant.TirelessTables;
import dev.tireless.bench.contestant.Waiting;
import dev.tireless.bench.load.Message;
import dev.tireless.bench.store.OpenDatabase;
import dev.tireless.bench.store.Store;
import dev.tireless.deliver.Receivers;
import dev.tireless.reconcile.Credentials;
import dev.tireless.reconcile.Reconciliation;
import dev.tireless.reconcile.Scope;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code feed} and {@code digest} play, with two thousand and without a server in between. */
class ReconcileSmokeTest {

  private static final int ITEMS = 2_000;
  private static final String RECEIVER = "bench-0";
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1/");

  private final Clock clock = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
  private final TestDatabase notifiers = TestDatabases.postgresql();
  private final TestDatabase receivers = TestDatabases.postgresql();
  private final OpenDatabase notifier = open(notifiers);
  private final OpenDatabase receiver = open(receivers);
  private HikariDataSource pool;
  private DirectClient client;

  @BeforeEach
  void prepare() {
    TirelessTables.create(notifier);
    TirelessTables.create(receiver);
    pool = notifier.pool("bench-notifier", 2, true);
    SecureRandom random = new SecureRandom();
    new Receivers(pool, clock)
        .upsert(Receiver.http(RECEIVER, NOWHERE, Secret.generate(random), Message.topic(0)));
    new Waiting(0, ITEMS).put(notifier, clock);
    Credentials credentials = new Credentials(pool, clock);
    String credential =
        credentials.issue(Publication.DEFAULT_TENANT, RECEIVER, EnumSet.allOf(Scope.class), random);
    client =
        new DirectClient(
            new Reconciliation(pool, clock), credentials.caller(credential).orElseThrow());
  }

  @AfterEach
  void end() {
    pool.close();
    notifiers.close();
    receivers.close();
  }

  @Test
  void readsAndVerifiesAll() {
    Done done = run(Task.Kind.VERIFY, ITEMS);

    assertThat(done.items()).isEqualTo(ITEMS);
    assertThat(done.requests()).isEqualTo(2);
  }

  @Test
  void appliesTheBeginning() {
    Done done = run(Task.Kind.APPLY, 300);

    assertThat(done.items()).isEqualTo(300);
    assertThat(done.missing()).isEqualTo(300);
    assertThat(done.repaired()).isEqualTo(300);
    assertThat(client.watermarkWithCounts().unacked()).isEqualTo(ITEMS - 300L);
  }

  @Test
  void findsExactlyWhatWasForgotten() {
    new Known(ITEMS).put(receiver, clock);
    assertThat(run(Task.Kind.COMPARE, ITEMS).missing()).isZero();

    List<String> forgotten = Known.forget(receiver, 3);
    Done second = run(Task.Kind.COMPARE, ITEMS);

    assertThat(second.items()).isEqualTo(ITEMS);
    assertThat(second.missing()).isEqualTo(3);
    assertThat(second.repaired()).isEqualTo(3);
    assertThat(second.found()).hasSize(3).containsExactlyInAnyOrderElementsOf(forgotten);
    assertThat(run(Task.Kind.COMPARE, ITEMS).missing()).isZero();
  }

  private Done run(Task.Kind kind, long items) {
    return new Reader(new Task(kind, NOWHERE, "", receiver, items), client, clock).run();
  }

  private static OpenDatabase open(TestDatabase database) {
    return new OpenDatabase(Store.POSTGRESQL, database.url(), database.user());
  }
}
