package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.store.QuarantineStore.Entry;
import dev.tireless.store.QuarantineStore.Row;
import dev.tireless.testdatabases.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of a message that could not be used. */
abstract class QuarantineContract extends StoreContract {

  /** What a list tells of a row. */
  private static final String[] ENTRY = {
    "number",
    "consumerGroup",
    "queueTopic",
    "messageId",
    "bornAt",
    "reason",
    "detail",
    "quarantinedAt"
  };

  QuarantineContract(TestDatabase database) {
    super(database);
  }

  @Test
  void keepsAMessageAsItWas() {
    byte[] body = new byte[300_000];
    Arrays.fill(body, (byte) 0xff);
    body[7] = 0;
    Row row = row("m-1", body);
    insert(row);

    Row kept = rows().get(0);
    assertThat(kept)
        .usingRecursiveComparison()
        .ignoringFields("number", "detail", "body")
        .isEqualTo(row);
    assertThat(Arrays.equals(kept.body(), body)).isTrue(); // AssertJ takes seconds for so many
    assertThat(kept.detail()).isEqualTo("x".repeat(512));
    assertThat(kept).usingRecursiveComparison().comparingOnlyFields(ENTRY).isEqualTo(list().get(0));
    assertThat(schema().count("tireless_quarantine")).isEqualTo(1);
  }

  @Test
  void keepsAMessageOnceForEachGroup() {
    insert(row("m-1", new byte[1]));
    insert(row("m-1", new byte[1]));
    insert(row("m-1", new byte[2]));
    insert(row("M-1", new byte[1]));

    assertThat(rows()).extracting(row -> row.body().length).containsExactly(1, 2, 1);
  }

  @Test
  void keepsWhatAForeignHandMadeUp() {
    byte[] body = new byte[6_000_000];
    Row odd =
        new Row(
            0,
            "group",
            "topic_notifymsg",
            "号\n\0" + "x".repeat(300),
            "{\"KEYS\":\"" + "k".repeat(200_000) + "\"}",
            body,
            Instant.ofEpochMilli(Long.MAX_VALUE / 2),
            "TOO_LARGE",
            "\0",
            START);
    insert(odd);
    insert(odd);

    assertThat(list()).hasSize(1);
    assertThat(list().get(0).messageId()).startsWith("???xxx").hasSize(255);
    assertThat(rows().get(0).body()).hasSize(6_000_000);
  }

  @Test
  void listsBehindANumberAndDeletesOne() {
    insert(row("m-1", new byte[1]));
    insert(row("m-2", new byte[2]));
    insert(row("m-3", new byte[3]));
    List<Entry> all = list();
    assertThat(delete(all.get(1))).isTrue();
    assertThat(delete(all.get(1))).isFalse();

    assertThat(list(all.get(0).number(), 10)).extracting(Entry::messageId).containsExactly("m-3");
    assertThat(list(0, 1)).extracting(Entry::messageId).containsExactly("m-1");
  }

  private Row row(String messageId, byte[] body) {
    return new Row(
        0,
        "group",
        "topic_notifymsg",
        messageId,
        "{\"KEYS\":\"充值\"}",
        body,
        START.minus(Duration.ofHours(1)),
        "NOT_SIGNED",
        "x".repeat(600),
        START);
  }

  private QuarantineStore store() {
    return new QuarantineStore(dialect());
  }

  private void insert(Row row) {
    inTransaction(
        c -> {
          store().insert(c, row);
          return row;
        });
  }

  private boolean delete(Entry row) {
    return inTransaction(c -> store().delete(c, row.number()));
  }

  private List<Entry> list() {
    return list(0, 100);
  }

  private List<Entry> list(long behind, int limit) {
    return inTransaction(c -> store().list(c, behind, limit));
  }

  private List<Row> rows() {
    return list().stream()
        .map(entry -> inTransaction(c -> store().find(c, entry.number())).orElseThrow())
        .toList();
  }
}
