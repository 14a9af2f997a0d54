package dev.tireless.receive;

import static dev.tireless.receive.InboxOutcome.APPLIED;
import static dev.tireless.receive.InboxOutcome.FAILED;
import static dev.tireless.receive.InboxOutcome.IGNORED;
import static dev.tireless.receive.InboxOutcome.REFUSED;
import static dev.tireless.receive.Samples.pushed;
import static dev.tireless.receive.Samples.queried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The results that the receiver asks for, and what it applies again on purpose. */
abstract class AskContract extends InboxContract {

  AskContract(Supplier<ReceiverDatabase> databases) {
    super(databases);
  }

  @Test
  void comparesNoHashesWithTheAnswerOfAQuery() {
    String asked = Samples.newSubject();
    assertThat(inbox().receive(queried(asked, 1), business()).outcome()).isEqualTo(APPLIED);
    assertThat(inbox().receive(pushed(asked, 1), business()).outcome()).isEqualTo(IGNORED);

    String told = Samples.newSubject();
    assertThat(inbox().receive(pushed(told, 1), business()).outcome()).isEqualTo(APPLIED);
    assertThat(inbox().receive(queried(told, 1), business()).outcome()).isEqualTo(IGNORED);
  }

  @Test
  void whatWasAskedForIsNotSeenAtAnyPlace() {
    ReceivedNotification answer = queried(Samples.newSubject(), 1);

    inbox().receive(answer, afterBusinessThrow(new IllegalStateException()));
    inbox().receive(answer, afterBusinessThrow(new RefusedException("no")));
    inbox().receive(answer, business());

    assertThat(seenRows(answer.subject())).isEmpty();
    assertThat(database().effects(answer.subject())).containsExactly(1L);
  }

  @Test
  void aFailureIsOverWhenTheResultWasAskedForAndApplied() {
    ReceivedNotification failing = pushed();
    ReceivedNotification refused = pushed();
    inbox().receive(failing, afterBusinessThrow(new IllegalStateException()));
    inbox().receive(refused, afterBusinessThrow(new RefusedException("no")));

    inbox().receive(queried(failing.subject(), 1), business());
    inbox().receive(queried(refused.subject(), 2), business());

    assertThat(failed(failing)).isEmpty();
    assertThat(failed(refused)).isEmpty();
  }

  @Test
  void reprocessesTheAppliedVersionOnPurpose() {
    ReceivedNotification n = pushed();
    inbox().receive(n, business());

    assertThat(inbox().reprocess(n, business()).outcome()).isEqualTo(APPLIED);
    assertThat(database().effects(n.subject())).containsExactly(1L, 1L);
    assertThat(inbox().receive(n, business()).outcome()).isEqualTo(IGNORED);
  }

  @Test
  void reprocessesNothingBelowTheAppliedVersion() {
    String subject = Samples.newSubject();
    inbox().receive(pushed(subject, 2), business());

    assertThat(inbox().reprocess(pushed(subject, 1), business())).isEqualTo(InboxResult.ignored(2));
    assertThat(database().effects(subject)).containsExactly(2L);
  }

  @Test
  void aReprocessingThatFailsTakesNothingBack() {
    ReceivedNotification n = pushed();
    inbox().receive(n, business());

    InboxResult result = inbox().reprocess(n, afterBusinessThrow(new IllegalStateException()));

    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(database().effects(n.subject())).containsExactly(1L);
    assertThat(seen(n)).isEqualTo("APPLIED");
    assertThat(inbox().receive(n, business()).outcome()).isEqualTo(IGNORED);
  }

  @Test
  void reprocessingByQueryKeepsTheHashOfTheExactBytes() {
    ReceivedNotification n = pushed();
    inbox().receive(n, business());
    inbox().reprocess(queried(n.subject(), 1), business());

    InboxResult result = inbox().receive(Samples.withPayload(n, "other"), business());

    assertThat(result.outcome()).isEqualTo(REFUSED);
  }

  @Test
  void asksTheNotifierAndAppliesTheAnswerOnce() {
    String subject = Samples.newSubject();
    Inbox asking = inbox().asking((topic, asked) -> Optional.of(queried(asked, 1)));

    assertThat(asking.ask(Samples.TOPIC, subject, business())).hasValue(InboxResult.applied());
    assertThat(asking.ask(Samples.TOPIC, subject, business())).hasValue(InboxResult.ignored(1));
    assertThat(asking.receive(pushed(subject, 1), business()).outcome()).isEqualTo(IGNORED);
    assertThat(asking.reprocess(Samples.TOPIC, subject, business()))
        .hasValue(InboxResult.applied());
    assertThat(database().effects(subject)).containsExactly(1L, 1L);
  }

  @Test
  void tellsAnUnknownResultFromAFailedOne() {
    Inbox asking = inbox().asking((topic, subject) -> Optional.empty());

    assertThat(asking.ask(Samples.TOPIC, Samples.newSubject(), business())).isEmpty();
    assertThat(asking.reprocess(Samples.TOPIC, Samples.newSubject(), business())).isEmpty();
  }

  @Test
  void cannotAskWithoutAQuery() {
    assertThatThrownBy(() -> inbox().ask(Samples.TOPIC, "tx", business()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ResultQuery");
  }
}
