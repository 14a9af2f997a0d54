package dev.tireless.demo.story.chapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.demo.story.console.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FindingsTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Findings findings =
      new Findings(
          new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), false, () -> 0));

  @Test
  void holdWhenAllIsAsItMustBe() {
    findings.same("balance", 100L, 100L);
    findings.yes("no account", true);
    assertThat(findings.hold()).isTrue();
    assertThat(findings.summary()).isEqualTo("2 checks");
  }

  @Test
  void doNotHoldWhenOneThingIsWrong() {
    findings.same("balance", 100L, 200L);
    findings.same("credits", 1L, 1L);
    assertThat(findings.hold()).isFalse();
    assertThat(findings.summary()).isEqualTo("1 of 2 checks failed");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("✗ balance: 200, and it must be 100")
        .contains("✓ credits: 1");
  }

  @Test
  void doNotHoldWhenNothingWasLookedUp() {
    assertThat(findings.hold()).isFalse();
  }

  @Test
  void doNotHoldWhenTheChapterWasBrokenOff() {
    findings.same("balance", 100L, 100L);
    findings.brokenOff(new IllegalStateException("no answer"));
    assertThat(findings.hold()).isFalse();
  }
}
