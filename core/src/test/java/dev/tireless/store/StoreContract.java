package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Attempt;
import dev.tireless.DeliveryState;
import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.deliver.Deliveries;
import dev.tireless.deliver.Receivers;
import dev.tireless.deliver.Redeliveries;
import dev.tireless.publish.Published;
import dev.tireless.publish.Publisher;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testing.SettableClock;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * What every database must do alike. Each suite gets a database of its own, and each test finds its
 * tables empty and leaves no contradiction in them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreContract {

  /** An hour that clocks skip in Berlin, so that a wrong time zone shows. */
  static final Instant START = Instant.parse("2026-03-29T01:30:00.123456Z");

  static final String TENANT = Publication.DEFAULT_TENANT;
  static final String TOPIC = "recharge.completed";
  static final Secret SECRET = Secret.generate(new SecureRandom());

  final SettableClock clock = new SettableClock(START);
  private final TestDatabase database;
  private JdbcConnectionPool pool;
  private Schema schema;
  Publisher publisher;
  Receivers receivers;
  Deliveries deliveries;

  /**
   * @param database has the tables, and is shared by all contracts on its product
   */
  StoreContract(TestDatabase database) {
    this.database = database;
  }

  @BeforeAll
  final void connect() {
    pool = TestPool.of(database);
    schema = new Schema(pool);
    publisher = new Publisher(pool, clock, new Random(7));
    receivers = new Receivers(pool, clock);
    deliveries = new Deliveries(pool, clock);
  }

  @BeforeEach
  final void empty() {
    schema.empty();
    clock.set(START);
  }

  @AfterEach
  void findsNothingInTheAudit() {
    assertThat(deliveries.audit()).isEmpty();
  }

  @AfterAll
  final void disconnect() {
    pool.dispose();
  }

  final Schema schema() {
    return schema;
  }

  final DataSource pool() {
    return pool;
  }

  /** Another engine on the same database. */
  final Node node(String name) {
    return new Node(pool, name, clock);
  }

  /** One that knows that nothing waits in the database, so it sends what is new at once. */
  final Node nodeThatLooked() {
    Node node = node("a");
    assertThat(node.take()).isEmpty();
    return node;
  }

  /** A transaction of a user of ours, at the database's default isolation. */
  final Connection begin() throws SQLException {
    Connection connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  final <T> T inTransaction(Database.Work<T> work) {
    return new Database(pool).inTransaction("test", work);
  }

  final Dialect dialect() {
    return schema.dialect();
  }

  static Receiver receiver(String id, String... topics) {
    return Receiver.http(id, URI.create("https://account.example/notify"), SECRET, topics);
  }

  /** Defines a receiver that is subscribed to {@link #TOPIC}. */
  final void subscribe(String... ids) {
    for (String id : ids) {
      receivers.upsert(receiver(id, TOPIC));
    }
  }

  static Publication recharge(String subject) {
    return Publication.of(TOPIC, subject, Payload.of("{\"id\":\"" + subject + "\"}"));
  }

  /** Publishes in a transaction of its own. */
  final Published publish(Publication publication) {
    return inTransaction(c -> publisher.publish(c, publication));
  }

  /** Publishes so many to everybody on {@link #TOPIC} and gives them their numbers. */
  final void deliver(int notifications) {
    inTransaction(
        c -> {
          for (int i = 1; i <= notifications; i++) {
            publisher.publish(c, recharge("tx-" + i));
          }
          return notifications;
        });
    node("sequencer").sequenceAll();
  }

  /** The receiver wants these again, acked or not, and gets its wish. */
  final void redeliver(String receiver, long... seqs) {
    List<Long> wanted = LongStream.of(seqs).boxed().toList();
    assertThat(new Redeliveries(pool, clock).request(TENANT, receiver, wanted)).isPresent();
    node("redeliverer").steps().redeliver();
  }

  final DeliveryState state(String receiver, long seq) {
    return deliveries.find(TENANT, receiver, seq).orElseThrow().state();
  }

  final List<Attempt> attempts(String receiver, long seq) {
    return deliveries.attempts(TENANT, receiver, seq);
  }

  /** Numbers and outcomes of a delivery's history, like {@code 1 LOST}. */
  final List<String> history(String receiver, long seq) {
    return attempts(receiver, seq).stream().map(a -> a.number() + " " + a.outcome()).toList();
  }
}
