package dev.tireless.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.ReceiverHealth;
import dev.tireless.ReceiverHealth.Draining;
import dev.tireless.ReceiverHealth.Failing;
import dev.tireless.ReceiverHealth.Healthy;
import dev.tireless.ReceiverHealth.Hold;
import dev.tireless.deliver.FailuresInRow.Failure;
import dev.tireless.store.BacklogStore.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Health × what happened × time, as tables. Times are seconds after {@link #START}. */
class HealthPolicyTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Hold OURS = new Hold("a", at(45));
  private static final Hold THEIRS = new Hold("b", at(45));

  /**
   * Each failed delivery is {@code seq@second}, with the start of its first attempt behind it where
   * that was earlier: {@code 3@10<2}. What waits is {@code seq}, or {@code seq<2} the same way.
   */
  @ParameterizedTest(name = "{0} failed, ack {1}, waiting {2}, at {3}: failing since {4}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # failed in a row,           ack, waiting,       now, failing since
          # many, whatever else waits
          1@10 2@10 3@10 4@10 5@10,      0,   1 2 3 4 5,     10,  10
          1@10 2@11 3@12 4@13 5@14,      0,   6 7 8 9 10,    14,  10
          1@10 2@11 3@12 4@13 5@14,      9,   6 7 8 9 10,    14,  10
          # not before five seconds without an ack
          1@10 2@10 3@10 4@10 5@10,      6,   1 2 3 4 5,     10,  -
          1@10 2@10 3@10 4@10 5@10,      6,   1 2 3 4 5,     11,  10
          # where no ack is known, not before the row has lasted so long
          1@10 2@10 3@10 4@10 5@10,      -,   1 2 3 4 5,     14,  -
          1@10 2@10 3@10 4@10 5@10,      -,   1 2 3 4 5,     15,  10
          # four of many say nothing yet
          1@10 2@10 3@10 4@10,           0,   1 2 3 4 5,     60,  -
          # fewer, if all that wait have failed
          1@10 2@10,                     0,   1 2,           10,  10
          1@10 2@10,                     0,   1 2 3,         60,  -
          1@10 2@10 3@12 4@12,           0,   1 2 3 4,       12,  10
          # what has gone meanwhile does not count against it
          1@10 2@10,                     0,   2,             10,  10
          # one alone says nothing, ever
          1@10,                          0,   1,             99,  -
          1@10,                          -,   1,             99,  -
          # one that was overtaken by an ack is no witness, where few wait
          1@10<2 2@10,                   3,   1 2,           10,  -
          1@10<2 2@10 3@10,              3,   1 2 3,         10,  10
          2@10 3@10,                     3,   1<2 2 3,       10,  10
          2@10 3@10,                     3,   1 2 3,         10,  -
          # nor does one begin the failing period
          1@8<2 2@10 3@10,               3,   1 2 3,         10,  10
          # but many are many
          1@9<2 2@9<2 3@9<2 4@9<2 5@9<2, 3,   1 2 3 4 5,     9,   9
          """)
  void failsAfterFailuresInARow(
      String failed, Long ack, String waiting, long now, Long failingSince) {
    ReceiverHealth healthy = new Healthy(null);

    ReceiverHealth after =
        HealthPolicy.failed(healthy, row(failed, ack), waiting(waiting), at(now));

    Instant lastAck = ack == null ? null : at(ack);
    assertThat(after)
        .isEqualTo(
            failingSince == null
                ? healthy
                : new Failing(at(failingSince), lastAck, 0, null, at(now + 5), 0, null));
  }

  @Test
  void anAckThatAnotherNodeHeardEndsTheRow() {
    Healthy heardAt12 = new Healthy(at(12));
    FailuresInRow row = row("1@10 2@11 3@12 4@13 5@14", 0L);

    assertThat(HealthPolicy.failed(heardAt12, row, waiting("1 2 3 4 5"), at(60)))
        .isEqualTo(heardAt12);
  }

  @Test
  void aDrainThatFailsGoesOnFailingSinceItsBeginning() {
    Draining draining = new Draining(at(2), at(30), 7, 900, OURS);
    FailuresInRow row = row("8@31 9@32 10@33 11@34 12@35", 30L);

    assertThat(HealthPolicy.failed(draining, row, waiting("8 9 10 11 12"), at(35)))
        .isEqualTo(new Failing(at(2), at(30), 0, null, at(40), 7, null));
  }

  @Test
  void aFailingReceiverCannotFailMore() {
    Failing failing = failing(3, 40);

    assertThat(
            HealthPolicy.failed(
                failing, row("1@10 2@10 3@10 4@10 5@10", 0L), waiting("1 2 3 4 5"), at(60)))
        .isSameAs(failing);
  }

  @ParameterizedTest(name = "after {0} failed probes, alone {1}: {2} s")
  @CsvSource({
    "1, false, 10",
    "2, false, 20",
    "3, false, 40",
    "4, false, 60",
    "5, false, 60",
    "99, false, 60",
    "1, true, 10",
    "3, true, 40",
    "4, true, 80",
    "6, true, 320",
    "7, true, 600",
    "99, true, 600",
  })
  void probesAtDoublingGaps(int failedProbes, boolean alone, long gap) {
    Failing failing = probing(failedProbes - 1, OURS);

    assertThat(HealthPolicy.probeFailed(failing, OURS, at(30), alone))
        .isEqualTo(new Failing(at(2), at(1), failedProbes, at(30), at(30 + gap), 4, null));
  }

  @Test
  void theEndOfAProbeThatAnotherHasReplacedIsNoNews() {
    Failing failing = probing(3, THEIRS);

    assertThat(HealthPolicy.probeFailed(failing, OURS, at(30), false)).isSameAs(failing);
    assertThat(HealthPolicy.probeFailed(failing(3, 40), OURS, at(30), false))
        .isEqualTo(failing(3, 40));
    assertThat(HealthPolicy.probeFailed(new Healthy(at(9)), OURS, at(30), false))
        .isEqualTo(new Healthy(at(9)));
  }

  @ParameterizedTest(name = "next probe at {0}, held until {1}, at {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "40, -,  39, false",
        "40, -,  40, true",
        "40, -,  99, true",
        // One at a time, until its node must be dead.
        "40, 45, 44, false",
        "40, 45, 45, true",
        "50, 45, 45, false",
      })
  void oneProbeGoesOutAtATimeAndNotBeforeItsTime(
      long next, Long heldUntil, long now, boolean expected) {
    Hold hold = heldUntil == null ? null : new Hold("b", at(heldUntil));
    Failing failing = new Failing(at(2), at(1), 0, null, at(next), 0, hold);

    assertThat(HealthPolicy.mayProbe(failing, at(now))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "last probe {0}, next {1}, heard at {2}: next {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "-,  40, 10, 10",
        "20, 80, 30, 30",
        // Not sooner than five seconds after the last one.
        "20, 80, 22, 25",
        // Never later than it was.
        "-,  40, 50, 40",
        "20, 24, 22, 24",
      })
  void aSignOfLifeBringsTheNextProbeForward(Long probedAt, long next, long heard, long expected) {
    Instant probed = probedAt == null ? null : at(probedAt);
    Failing failing = new Failing(at(2), at(1), 3, probed, at(next), 4, null);

    assertThat(HealthPolicy.heard(failing, at(heard)))
        .isEqualTo(new Failing(at(2), at(1), 3, probed, at(expected), 4, null));
  }

  @Test
  void aSignOfLifeDuringAProbeLetsTheNextFollowSoon() {
    ReceiverHealth heard = HealthPolicy.heard(probing(5, OURS), at(20));

    assertThat(HealthPolicy.mayProbe((Failing) heard, at(21))).as("one at a time").isFalse();
    assertThat(HealthPolicy.probeFailed(heard, OURS, at(30), false))
        .isEqualTo(new Failing(at(2), at(1), 6, at(30), at(35), 4, null));
  }

  @Test
  void aSignOfLifeOfAReceiverThatIsWellChangesNothing() {
    Draining draining = new Draining(at(2), at(30), 7, 900, OURS);

    assertThat(HealthPolicy.heard(new Healthy(at(1)), at(50))).isEqualTo(new Healthy(at(1)));
    assertThat(HealthPolicy.heard(draining, at(50))).isSameAs(draining);
  }

  @ParameterizedTest(name = "failing since {0}, ack known {1}, ack at {2}: drains {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "10, -,  11, true",
        "10, 1,  11, true",
        "10, 1,  -,  false",
        // Older than what made it failing.
        "10, 1,  9,  false",
        "10, 1,  10, false",
        // Known when it began to fail again during its drain.
        "10, 30, 29, false",
        "10, 30, 30, false",
        "10, 30, 31, true",
      })
  void theFirstAckEndsIt(long since, Long known, Long ack, boolean drains) {
    Failing failing =
        new Failing(at(since), known == null ? null : at(known), 3, at(20), at(60), 4, OURS);
    Instant ackedAt = ack == null ? null : at(ack);

    assertThat(HealthPolicy.acked(failing, ackedAt, 900, OURS))
        .isEqualTo(drains ? new Draining(at(since), ackedAt, 0, 900, OURS) : failing);
  }

  @Test
  void anAckOfAReceiverThatIsWellChangesNothing() {
    Healthy healthy = new Healthy(at(1));
    Draining draining = new Draining(at(2), at(30), 7, 900, OURS);

    assertThat(HealthPolicy.acked(healthy, at(50), 900, OURS)).isSameAs(healthy);
    assertThat(HealthPolicy.acked(draining, at(50), 999, THEIRS)).isSameAs(draining);
  }

  @ParameterizedTest(name = "held by {0}, node {1} at {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {"a, a, 10, true", "a, b, 10, false", "a, b, 45, true", "-, b, 10, true"})
  void oneNodeDrainsUntilItMustBeDead(String holder, String node, long now, boolean expected) {
    Hold hold = holder == null ? null : new Hold(holder, at(45));
    Draining draining = new Draining(at(2), at(30), 7, 900, hold);

    assertThat(HealthPolicy.mayDrain(draining, node, at(now))).isEqualTo(expected);
  }

  @Test
  void aClaimedProbeIsTheTurnOfItsDelivery() {
    assertThat(HealthPolicy.probing(failing(3, 40), 5, OURS))
        .isEqualTo(new Failing(at(2), at(1), 3, at(20), at(45), 5, OURS));
  }

  @Test
  void theDrainEndsWithTheScheduleInForce() {
    Draining draining = new Draining(at(2), at(30), 7, 900, OURS);

    assertThat(HealthPolicy.drained(draining, 9, THEIRS))
        .isEqualTo(new Draining(at(2), at(30), 9, 900, THEIRS));
    assertThat(HealthPolicy.recovered(draining)).isEqualTo(new Healthy(at(30)));
  }

  private static Failing failing(int failedProbes, long next) {
    return new Failing(at(2), at(1), failedProbes, at(20), at(next), 4, null);
  }

  private static Failing probing(int failedProbes, Hold hold) {
    return new Failing(at(2), at(1), failedProbes, null, hold.until(), 4, hold);
  }

  private static FailuresInRow row(String failed, Long ack) {
    FailuresInRow row = FailuresInRow.NONE.acked(ack == null ? null : at(ack));
    for (String one : failed.split(" ", -1)) {
      String[] parts = one.split("[@<]", -1);
      Instant at = at(Long.parseLong(parts[1]));
      Instant firstTriedAt = parts.length == 3 ? at(Long.parseLong(parts[2])) : at;
      row = row.failed(Long.parseLong(parts[0]), new Failure(at, firstTriedAt));
    }
    return row;
  }

  private static List<Waiting> waiting(String seqs) {
    List<Waiting> waiting = new ArrayList<>();
    for (String one : seqs.split(" ", -1)) {
      String[] parts = one.split("<", -1);
      Instant firstTriedAt = parts.length == 2 ? at(Long.parseLong(parts[1])) : null;
      waiting.add(new Waiting(Long.parseLong(parts[0]), firstTriedAt));
    }
    return waiting;
  }

  private static Instant at(long second) {
    return START.plus(Duration.ofSeconds(second));
  }

  @Test
  void aRowKeepsNoMoreThanItNeeds() {
    FailuresInRow row =
        LongStream.rangeClosed(1, 1_000)
            .boxed()
            .reduce(
                FailuresInRow.NONE,
                (all, seq) -> all.failed(seq, new Failure(at(seq), at(seq))),
                (a, b) -> a);

    assertThat(row.size()).isEqualTo(HealthPolicy.MANY);
    assertThat(row.since()).isEqualTo(at(1));
  }

  @Test
  void aFailureFromBeforeTheLastAckBelongsToNoRow() {
    FailuresInRow row = row("1@10 2@11", null).acked(at(10));

    assertThat(row.bySeq()).containsOnlyKeys(2L);
    assertThat(row.failed(3, new Failure(at(9), at(9)))).isSameAs(row);
    assertThat(row.acked(at(5))).isSameAs(row);
  }
}
