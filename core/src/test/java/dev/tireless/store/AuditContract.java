package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Outcome;
import dev.tireless.store.AuditStore.Finding;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testing.RecordingChannel;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every contradiction that is planted past the stores is found, and nothing else. */
abstract class AuditContract extends StoreContract {

  private long receiver;

  AuditContract(TestDatabase database) {
    super(database);
  }

  /** 1 acked, 2 pending after a failure, 3 parked, 4 untouched. */
  @BeforeEach
  void playSomethingOfEverything() {
    receivers.upsert(receiver("account", TOPIC).refusable(true).maxInFlight(3));
    deliver(4);
    Node node = node("a");
    var taken = node.take();
    node.finish(taken.get(0), RecordingChannel.acked());
    node.finish(taken.get(1), RecordingChannel.failed());
    node.finish(taken.get(2), new Outcome.Refused(422, ""));
    receiver = deliveries.find(TENANT, "account", 1).orElseThrow().receiverNumber();
    assertThat(deliveries.audit()).isEmpty();
  }

  @Override
  void findsNothingInTheAudit() {
    // these tests leave contradictions on purpose
  }

  @Test
  void aDeliveryThatIsNowhereAndNotAcked() {
    schema().execute("DELETE FROM tireless_due WHERE seq = 2");

    assertFinding("neither pending nor parked nor acked", 2);
  }

  @Test
  void aDeliveryThatIsPendingAndParked() {
    schema()
        .execute(
            """
            INSERT INTO tireless_due (receiver_id, seq, due_at, reason, lease_token, failures)
            VALUES (?, 3, ?, 'SCHEDULED', 1, 0)""",
            receiver,
            START);

    assertFinding("both pending and parked", 3);
  }

  @Test
  void anAckedDeliveryThatIsPending() {
    schema().execute("UPDATE tireless_attempt SET outcome = 'ACKED' WHERE seq = 2");

    assertFinding("acked, and open all the same", 2);
  }

  @Test
  void anAckedDeliveryThatIsParked() {
    schema().execute("UPDATE tireless_attempt SET outcome = 'ACKED' WHERE seq = 3");

    assertFinding("acked, and open all the same", 3);
  }

  @Test
  void aPendingRowWithoutDelivery() {
    schema()
        .execute(
            """
            INSERT INTO tireless_due (receiver_id, seq, due_at, reason, lease_token, failures)
            VALUES (?, 9, ?, 'SCHEDULED', 0, 0)""",
            receiver,
            START);

    assertFinding("pending without delivery", 9);
  }

  @Test
  void aParkedRowWithoutDelivery() {
    schema()
        .execute(
            """
            INSERT INTO tireless_parked (receiver_id, seq, state, reason, parked_at, lease_token)
            VALUES (?, 9, 'EXHAUSTED', '', ?, 0)""",
            receiver,
            START);

    assertFinding("parked without delivery", 9);
  }

  @Test
  void aDeliveryOfARangeThatIsPendingByItself() {
    addRange(4, 4);

    assertFinding("in a range, and by itself", 4);
  }

  @Test
  void aDeliveryOfARangeThatIsParked() {
    addRange(3, 3);

    assertFinding("in a range, and by itself", 3);
  }

  @Test
  void aDeliveryOfARangeThatFailed() {
    schema().execute("DELETE FROM tireless_due WHERE seq = 2");
    addRange(2, 2);

    assertFinding("neither pending nor parked nor acked", 2);
  }

  @Test
  void aRangeWithoutDeliveries() {
    schema().execute("DELETE FROM tireless_due WHERE seq = 4");
    addRange(4, 5);

    assertFinding("range without deliveries", 5);
  }

  @Test
  void rangesThatOverlap() {
    addRange(8, 10);
    addRange(10, 11);

    assertThat(deliveries.audit()).contains(new Finding("ranges that overlap", receiver, 10));
  }

  private void addRange(long firstSeq, long lastSeq) {
    schema()
        .execute(
            """
            INSERT INTO tireless_range
              (receiver_id, first_seq, last_seq, leased_at, leased_until, leased_by)
            VALUES (?, ?, ?, ?, ?, 'a')""",
            receiver,
            firstSeq,
            lastSeq,
            START,
            START.plus(Duration.ofSeconds(45)));
  }

  @Test
  void anAttemptWithoutDelivery() {
    schema()
        .execute(
            """
            INSERT INTO tireless_attempt (receiver_id, seq, number, source, reason, started_at,
              duration_micros, outcome, status, error, excerpt, node)
            VALUES (?, 9, 1, 'PUSH', 'SCHEDULED', ?, 0, 'LOST', 0, '', '', 'a')""",
            receiver,
            START);

    assertFinding("attempt without delivery", 9);
  }

  @Test
  void aHoleInTheSequence() {
    schema().execute("DELETE FROM tireless_due WHERE seq = 4");
    schema().execute("DELETE FROM tireless_delivery WHERE seq = 4");

    assertFinding("hole in the sequence", 4);
  }

  @Test
  void aNumberAboveTheHead() {
    schema().execute("UPDATE tireless_receiver_head SET last_seq = 3");

    assertFinding("hole in the sequence", 3);
  }

  @Test
  void aTimeThatGoesBack() {
    schema()
        .execute(
            "UPDATE tireless_delivery SET sequenced_at = ? WHERE seq = 2",
            START.plus(Duration.ofSeconds(1)));

    assertFinding("time that goes back in the sequence", 2);
  }

  private void assertFinding(String rule, long seq) {
    assertThat(deliveries.audit()).containsExactly(new Finding(rule, receiver, seq));
  }
}
