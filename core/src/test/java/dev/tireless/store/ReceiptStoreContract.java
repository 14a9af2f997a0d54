package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.TirelessException;
import dev.tireless.store.ReceiptStore.Receipt;
import dev.tireless.store.ReceiptStore.Seen;
import dev.tireless.store.ReceiptStore.SubjectKey;
import dev.tireless.testdatabases.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the receiver's tables promise on every database. The inbox's own contract has the races. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ReceiptStoreContract {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");
  private static final String HASH = "00ff".repeat(16);

  private final TestDatabase testDatabase;
  private final Database database;
  private final ReceiptStore store;
  private final AtomicLong seqs = new AtomicLong();

  ReceiptStoreContract(TestDatabase testDatabase) {
    this.testDatabase = testDatabase;
    Migration.apply(testDatabase.dataSource());
    this.database = new Database(testDatabase.dataSource());
    this.store = new ReceiptStore(database.dialect());
  }

  @AfterAll
  void drop() {
    testDatabase.close();
  }

  @Test
  void aNewReceiptSaysThatNothingWasApplied() {
    SubjectKey key = newKey();

    assertThat(lock(key)).isEqualTo(new Receipt(0, null));
    assertThat(lock(key)).isEqualTo(new Receipt(0, null));
  }

  @Test
  void aReceiptGoesUpwardOnly() {
    SubjectKey key = newKey();
    raise(key, new Receipt(2, null));
    raise(key, new Receipt(2, HASH));

    assertThat(lock(key)).isEqualTo(new Receipt(2, HASH));
    assertThatThrownBy(() -> raise(key, new Receipt(1, HASH)))
        .isInstanceOf(TirelessException.class)
        .hasMessageContaining("from version 2 to 1");
    assertThat(lock(key)).isEqualTo(new Receipt(2, HASH));
  }

  @Test
  void aReceiptIsRaisedOnlyFromWhereItStands() {
    SubjectKey key = newKey();
    raise(key, new Receipt(2, HASH));

    assertThatThrownBy(() -> raise(key, new Receipt(1, HASH), new Receipt(3, HASH)))
        .isInstanceOf(TirelessException.class);
    assertThat(lock(key)).isEqualTo(new Receipt(2, HASH));
  }

  @ParameterizedTest
  @CsvSource({
    "APPLIED,  APPLIED,  APPLIED",
    "APPLIED,  IGNORED,  APPLIED",
    "APPLIED,  REFUSED,  APPLIED",
    "APPLIED,  FAILED,   APPLIED",
    "IGNORED,  APPLIED,  APPLIED",
    "IGNORED,  IGNORED,  IGNORED",
    "IGNORED,  REFUSED,  IGNORED",
    "IGNORED,  FAILED,   IGNORED",
    "REFUSED,  APPLIED,  APPLIED",
    "REFUSED,  IGNORED,  IGNORED",
    "REFUSED,  REFUSED,  REFUSED",
    "REFUSED,  FAILED,   FAILED",
    "FAILED,   APPLIED,  APPLIED",
    "FAILED,   IGNORED,  IGNORED",
    "FAILED,   REFUSED,  REFUSED",
    "FAILED,   FAILED,   FAILED",
  })
  void keepsTheBestThatIsKnownOfAPlace(String before, String now, String after) {
    long seq = seqs.incrementAndGet();
    raise(new SubjectKey("pay", "recharge.completed", "tx-" + seq), new Receipt(1, HASH));

    assertThat(note(seen(seq, "ntf_1", before))).isTrue();
    assertThat(note(seen(seq, "ntf_1", now))).isTrue();
    assertThat(outcomeAt(seq)).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({"APPLIED, FAILED", "APPLIED, REFUSED", "IGNORED, FAILED", "IGNORED, REFUSED"})
  void takesBackWhatItsReceiptDoesNotSayAnyMore(String before, String now) {
    long seq = seqs.incrementAndGet();
    note(seen(seq, "ntf_1", before));

    assertThat(note(seen(seq, "ntf_1", now))).isTrue();
    assertThat(outcomeAt(seq)).isEqualTo(now);
  }

  @ParameterizedTest
  @CsvSource({"APPLIED", "IGNORED", "REFUSED", "FAILED"})
  void aPlaceBelongsToTheFirstNotificationThere(String outcome) {
    long seq = seqs.incrementAndGet();
    note(seen(seq, "ntf_1", outcome));

    assertThat(note(seen(seq, "ntf_2", "APPLIED"))).isFalse();
    assertThat(outcomeAt(seq)).isEqualTo(outcome);
  }

  @Test
  void tellsWhatWasNotAppliedAsItWasNoted() {
    long seq = seqs.incrementAndGet();
    Seen failed =
        new Seen(
            "n".repeat(128),
            Long.MAX_VALUE,
            seq,
            "i".repeat(128),
            "t".repeat(128),
            "s".repeat(128),
            Long.MAX_VALUE,
            HASH,
            "FAILED",
            "账".repeat(512),
            NOON);
    note(failed);

    List<Seen> unapplied = database.read("list", c -> store.unapplied(c, 1_000));

    assertThat(unapplied).contains(failed);
  }

  private Receipt lock(SubjectKey key) {
    return database.inTransaction("lock", c -> store.lock(c, key, NOON));
  }

  private void raise(SubjectKey key, Receipt to) {
    raise(key, lock(key), to);
  }

  private void raise(SubjectKey key, Receipt from, Receipt to) {
    database.inTransaction(
        "raise",
        c -> {
          store.lock(c, key, NOON);
          store.raise(c, key, from, to, NOON);
          return key;
        });
  }

  private boolean note(Seen seen) {
    return database.inTransaction("note", c -> store.note(c, seen));
  }

  private String outcomeAt(long seq) {
    List<String> outcomes =
        database.read(
            "read",
            c ->
                Jdbc.query(
                    c,
                    "SELECT outcome FROM tireless_seen WHERE notifier = 'pay' AND seq = ?",
                    row -> row.getString(1),
                    seq));
    return outcomes.get(0);
  }

  private SubjectKey newKey() {
    return new SubjectKey("pay", "recharge.completed", "tx-" + seqs.incrementAndGet());
  }

  private static Seen seen(long seq, String id, String outcome) {
    return new Seen(
        "pay", 0, seq, id, "recharge.completed", "tx-" + seq, 1, HASH, outcome, "", NOON);
  }
}
