package dev.tireless.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockOffsetTest {

  private static final Instant ASKED = Instant.parse("2026-11-22T10:00:00Z");
  private static final Duration MAX = Duration.ofSeconds(5);

  /** Round trip and the database's time after the question was asked, in milliseconds. */
  @ParameterizedTest
  @CsvSource({
    "    0,      0,      0, false",
    "    0,   5000,  -5000, false",
    "    0,   5001,  -5001, true",
    "    0,  -5000,   5000, false",
    "    0,  -5001,   5001, true",
    "  200,    100,      0, false",
    "  200,   5200,  -5100, false",
    "  200,   5201,  -5101, true",
    "  200,  -5000,   5100, false",
    "  200,  -5001,   5101, true",
    "60000,      0,  30000, false",
    "60000,  60000, -30000, false",
    "60000,  65001, -35001, true",
  })
  void isJudgedByTheMiddleOfTheRoundTripAndHalfOfItIsAllowedFor(
      long roundTrip, long database, long ahead, boolean beyond) {
    ClockOffset offset =
        new ClockOffset(ASKED, Duration.ofMillis(roundTrip), ASKED.plusMillis(database));

    assertThat(offset.ahead()).isEqualTo(Duration.ofMillis(ahead));
    assertThat(offset.isBeyond(MAX)).isEqualTo(beyond);
  }
}
