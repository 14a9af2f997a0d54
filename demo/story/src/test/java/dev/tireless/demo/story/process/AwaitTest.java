package dev.tireless.demo.story.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

  @Test
  void asksUntilTheConditionHolds() {
    AtomicInteger asked = new AtomicInteger();
    Await.until("the third time", Duration.ofSeconds(30), () -> asked.incrementAndGet() == 3);
    assertThat(asked).hasValue(3);
  }

  @Test
  void saysWhatItWaitedForInVain() {
    assertThatThrownBy(() -> Await.until("the moon falls", Duration.ZERO, () -> false))
        .isInstanceOf(Await.InVainException.class)
        .hasMessage("Waited 0 s in vain: the moon falls");
  }

  @Test
  void passesOnWhatTheConditionThrows() {
    assertThatThrownBy(
            () ->
                Await.until(
                    "anything",
                    Duration.ofSeconds(30),
                    () -> {
                      throw new IllegalStateException("The process ended");
                    }))
        .hasMessage("The process ended");
  }
}
