package dev.tireless.receive;

import static dev.tireless.receive.InboxOutcome.APPLIED;
import static dev.tireless.receive.InboxOutcome.IGNORED;
import static dev.tireless.receive.InboxOutcome.REFUSED;
import static dev.tireless.receive.Samples.pushed;
import static dev.tireless.receive.Samples.queried;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What becomes of deliveries that come one after the other. */
abstract class ReceiveContract extends InboxContract {

  ReceiveContract(Supplier<ReceiverDatabase> databases) {
    super(databases);
  }

  @Test
  void appliesWhatIsNew() {
    ReceivedNotification n = pushed();

    assertThat(inbox().receive(n, business())).isEqualTo(InboxResult.applied());
    assertThat(database().effects(n.subject())).containsExactly(1L);
    assertThat(seen(n)).isEqualTo("APPLIED");
  }

  @Test
  void ignoresWhatWasAppliedAndKeepsItSeenAsApplied() {
    ReceivedNotification n = pushed();
    inbox().receive(n, business());

    assertThat(inbox().receive(n, business())).isEqualTo(InboxResult.ignored(1));
    assertThat(database().effects(n.subject())).containsExactly(1L);
    assertThat(seen(n)).isEqualTo("APPLIED");
  }

  @Test
  void appliesAHigherVersionAndIgnoresALowerOne() {
    ReceivedNotification first = pushed(Samples.newSubject(), 1);
    ReceivedNotification second = pushed(first.subject(), 2);
    ReceivedNotification third = pushed(first.subject(), 3);

    assertThat(inbox().receive(first, business()).outcome()).isEqualTo(APPLIED);
    assertThat(inbox().receive(third, business()).outcome()).isEqualTo(APPLIED);
    assertThat(inbox().receive(second, business())).isEqualTo(InboxResult.ignored(3));
    assertThat(database().effects(first.subject())).containsExactly(1L, 3L);
    assertThat(seen(second)).isEqualTo("IGNORED");
  }

  @Test
  void refusesVisiblyAndAppliesALaterDelivery() {
    ReceivedNotification n = pushed();

    InboxResult refused =
        inbox().receive(n, afterBusinessThrow(new RefusedException("no account 4711")));

    assertThat(refused).isEqualTo(new InboxResult(REFUSED, "no account 4711", null));
    assertThat(database().effects(n.subject())).isEmpty();
    assertThat(failed(n).orElseThrow().outcome()).isEqualTo(REFUSED);
    assertThat(failed(n).orElseThrow().reason()).isEqualTo("no account 4711");

    assertThat(inbox().receive(n, business()).outcome()).isEqualTo(APPLIED);
    assertThat(database().effects(n.subject())).containsExactly(1L);
    assertThat(failed(n)).isEmpty();
  }

  @Test
  void refusesTheAppliedVersionWithAnotherPayload() {
    ReceivedNotification n = pushed();
    ReceivedNotification later = pushed(n.subject(), 1);
    inbox().receive(n, business());

    InboxResult result = inbox().receive(Samples.withPayload(later, "other"), business());

    assertThat(result.outcome()).isEqualTo(REFUSED);
    assertThat(result.reason()).contains("another payload");
    assertThat(database().effects(n.subject())).containsExactly(1L);
    assertThat(seen(n)).isEqualTo("APPLIED");
    assertThat(failed(later)).isPresent();
  }

  @Test
  void anotherPayloadAtTheSamePlaceDoesNotUndoWhatWasApplied() {
    ReceivedNotification n = pushed();
    inbox().receive(n, business());

    ReceivedNotification tampered = Samples.withPayload(n, "other");

    assertThat(inbox().receive(tampered, business()).outcome()).isEqualTo(REFUSED);
    assertThat(inbox().reprocess(tampered, business()).outcome()).isEqualTo(REFUSED);
    assertThat(seen(n)).isEqualTo("APPLIED");
  }

  @Test
  void aNewEpochUsesThePlacesAgain() {
    ReceivedNotification before = pushed();
    long seq = place(before).seq();
    inbox().receive(before, business());

    ReceivedNotification again = Samples.at(before.subject(), 1, 1, seq);
    ReceivedNotification other = Samples.at(Samples.newSubject(), 1, 2, seq);

    assertThat(inbox().receive(again, business()).outcome()).isEqualTo(IGNORED);
    assertThat(inbox().receive(other, business()).outcome()).isEqualTo(APPLIED);
    assertThat(seen(before)).isEqualTo("APPLIED");
    assertThat(seen(again)).isEqualTo("IGNORED");
    assertThat(seen(other)).isEqualTo("APPLIED");
  }

  @Test
  void appliesAnotherNotificationAtAUsedPlaceAndLeavesThePlaceToTheFirst() {
    ReceivedNotification first = pushed();
    inbox().receive(first, afterBusinessThrow(new IllegalStateException()));
    ReceivedNotification second =
        Samples.at(Samples.newSubject(), 1, place(first).epoch(), place(first).seq());

    assertThat(inbox().receive(second, business()).outcome()).isEqualTo(APPLIED);
    assertThat(seen(first)).isEqualTo("FAILED");
    assertThat(failed(first)).isPresent();
  }

  @Test
  void subjectsOfTwoNotifiersNeverMeet() {
    ReceivedNotification ours = queried(Samples.newSubject(), 1);
    ReceivedNotification theirs =
        ReceivedNotification.queried(
            "shop", ours.topic(), ours.subject(), 1, ours.contentType(), ours.payload());

    assertThat(inbox().receive(ours, business()).outcome()).isEqualTo(APPLIED);
    assertThat(inbox().receive(theirs, business()).outcome()).isEqualTo(APPLIED);
  }

  @Test
  void namesAreComparedByteByByte() {
    String subject = Samples.newSubject();

    assertThat(inbox().receive(queried(subject + "a", 1), business()).outcome()).isEqualTo(APPLIED);
    assertThat(inbox().receive(queried(subject + "A", 1), business()).outcome()).isEqualTo(APPLIED);
  }
}
