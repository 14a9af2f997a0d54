package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.publish.Published;
import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.FeedQuestion;
import dev.tireless.reconcile.Reconciliation;
import dev.tireless.reconcile.Scope;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.FeedPage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Many writers hold their transactions open for a while and commit or roll back in any order, three
 * nodes give numbers at once, and a reader follows. Numbers are given after the commit and under
 * the lock of the receiver's head, so nobody's fails and the reader misses nothing; a reader of
 * what the database numbers at the insert does, and that shows that this test can fail.
 */
abstract class FeedRaceContract extends StoreContract {

  private static final int WRITERS = 16;
  private static final int EACH = 40;
  private static final int SUBMITTED = 50;
  private static final int ROLLED_BACK_PER_CENT = 5;
  private static final long LONGEST_HOLD_NANOS = Duration.ofMillis(20).toNanos();
  private static final Caller CALLER = new Caller(TENANT, "a", Scope.ALL);

  private final Set<String> committed = ConcurrentHashMap.newKeySet();
  private final List<FeedItem> followed = new ArrayList<>();
  private final Set<Long> naivelyFollowed = new HashSet<>();
  private volatile boolean writing = true;
  private Reconciliation reconciliation;

  FeedRaceContract(TestDatabase database) {
    super(database);
  }

  @Test
  void aReaderOfTheFeedMissesNothingAndANaiveOneDoes() throws Exception {
    subscribe("a");
    reconciliation = new Reconciliation(pool(), clock);
    schema().execute("CREATE TABLE naive (id " + identity() + ", subject VARCHAR(64))");
    List<Running<Object>> numbering =
        List.of(
            Running.start(() -> sequence("one")),
            Running.start(() -> sequence("two")),
            Running.start(this::submit));
    Running<Object> reader = Running.start(this::follow);
    Running<Object> naiveReader = Running.start(this::followNaively);

    List<Running<Object>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      writers.add(Running.start(() -> write(writer)));
    }
    for (Running<Object> writer : writers) {
      writer.result();
    }
    numbering.get(2).result();
    writing = false;
    numbering.get(0).result();
    numbering.get(1).result();
    reader.result();
    naiveReader.result();
    followOnce();

    assertThat(followed)
        .extracting(FeedItem::subject)
        .containsExactlyInAnyOrderElementsOf(committed);
    assertThat(followed)
        .extracting(FeedItem::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, committed.size()).boxed().toList());
    assertThat(readAgain()).isEqualTo(followed);
    assertThat(committed).hasSizeBetween(WRITERS * EACH / 2, WRITERS * EACH + SUBMITTED);
    assertThat(naivelyFollowed)
        .as("a naive reader misses rows, or this test proves nothing")
        .hasSizeLessThan(committed.size() - SUBMITTED);
    schema().execute("DROP TABLE naive");
  }

  private Object write(int writer) throws SQLException {
    Random random = new Random(writer);
    try (Connection c = begin()) {
      for (int i = 0; i < EACH; i++) {
        String subject = "w" + writer + "-" + i;
        publisher.publish(c, recharge(subject));
        Jdbc.update(c, "INSERT INTO naive (subject) VALUES (?)", subject);
        LockSupport.parkNanos(random.nextLong(LONGEST_HOLD_NANOS));
        if (random.nextInt(100) < ROLLED_BACK_PER_CENT) {
          c.rollback();
        } else {
          c.commit();
          committed.add(subject);
        }
      }
    }
    return writer;
  }

  /** One by one, so that none can be written again for another's sake. */
  private Object submit() {
    Node node = node("submitter");
    for (int i = 0; i < SUBMITTED; i++) {
      CompletableFuture<Published> answer = node.steps().submit(recharge("submitted-" + i));
      node.steps().write();
      assertThat(answer).isCompleted();
      committed.add("submitted-" + i);
    }
    return node;
  }

  private Object sequence(String name) {
    Node node = node(name);
    while (writing) {
      node.sequenceAll();
    }
    node.sequenceAll();
    return node;
  }

  private Object follow() {
    while (writing) {
      followOnce();
    }
    return followed;
  }

  private void followOnce() {
    FeedPage page;
    do {
      long after = followed.isEmpty() ? 0 : followed.get(followed.size() - 1).seq();
      page = feed(after);
      followed.addAll(page.items());
    } while (page.hasMore());
  }

  private List<FeedItem> readAgain() {
    return feed(0).items();
  }

  private FeedPage feed(long after) {
    return reconciliation.feed(CALLER, new FeedQuestion(1, after, Long.MAX_VALUE, 1000));
  }

  private Object followNaively() {
    long cursor = 0;
    boolean last = false;
    while (!last) {
      last = !writing;
      for (long id : schema().numbers("SELECT id FROM naive WHERE id > ? ORDER BY id", cursor)) {
        naivelyFollowed.add(id);
        cursor = id;
      }
    }
    return naivelyFollowed;
  }

  private String identity() {
    return dialect() == Dialect.MYSQL
        ? "BIGINT AUTO_INCREMENT PRIMARY KEY"
        : "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY";
  }
}
