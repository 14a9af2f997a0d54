package dev.tireless.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GuardedStepTest {

  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void restsAfterAFailureHoweverOftenItIsCalled() {
    GuardedStep step = step(Duration.ofMinutes(1), true);

    for (int i = 0; i < 100; i++) {
      assertThat(step.run()).isZero();
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void runsAgainWhenItHasRested() {
    GuardedStep step = step(Duration.ofMillis(1), true);

    await().until(() -> step.run() == 0 && runs.get() > 2);
  }

  @Test
  void tellsWhatItDid() {
    assertThat(step(Duration.ofMinutes(1), false).run()).isEqualTo(1);
  }

  private GuardedStep step(Duration rest, boolean failing) {
    return new GuardedStep(
        "test",
        () -> {
          int run = runs.incrementAndGet();
          if (failing) {
            throw new StackOverflowError("an error on purpose");
          }
          return run;
        },
        rest);
  }
}
