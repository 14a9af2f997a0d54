package dev.tireless.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tireless.schedule.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelayLevelsTest {

  private static final Instant BORN = Instant.parse("2026-11-23T08:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT0.5S, 1",
    "PT1S, 1",
    "PT1.001S, 2",
    "PT1M, 5",
    "PT5M, 9",
    "PT10M, 14",
    "PT30M, 16",
    "PT1H, 17",
    "PT2H, 18",
    "PT5H, 18"
  })
  void takesTheFirstLevelThatIsNoShorterThanTheGap(Duration gap, int level) {
    assertThat(DelayLevels.DEFAULT.levelFor(gap)).isEqualTo(level);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1x", "0s", "-1s", "1s 1s", "5s 1s", "1.5s", "1s,5s"})
  void refusesWhatIsNoListOfLevels(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DelayLevels.parse(text));
  }

  /** The broker's default levels lack 5 h and 10 h: those two come after 2 h. */
  @ParameterizedTest
  @CsvSource({
    "0, PT0S, PT1M",
    "1, PT1M, PT5M",
    "2, PT6M, PT10M",
    "3, PT16M, PT30M",
    "4, PT46M, PT1H",
    "5, PT1H46M, PT2H",
    "6, PT3H46M, PT2H",
    "7, PT5H46M, PT2H"
  })
  void followsTheClassicScheduleAsFarAsTheLevelsGo(
      int redeliveries, Duration since, Duration delay) {
    Redelivery redelivery = new Redelivery(RetrySchedule.classic(), DelayLevels.DEFAULT);

    OptionalInt level = redelivery.next(message(redeliveries), BORN.plus(since));

    assertThat(DelayLevels.DEFAULT.delay(level.orElseThrow())).isEqualTo(delay);
  }

  @Test
  void followsTheClassicScheduleExactlyWhereTheBrokerHasItsGaps() {
    DelayLevels levels =
        DelayLevels.parse("1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h 5h 10h");
    Redelivery redelivery = new Redelivery(RetrySchedule.classic(), levels);

    for (int failures = 1; failures <= 8; failures++) {
      int level = redelivery.next(message(failures - 1), BORN).orElseThrow();
      assertThat(levels.delay(level)).isEqualTo(RetrySchedule.classic().gapAfter(failures));
    }
  }

  @Test
  void givesUpWhenTheNextTimeWouldLieBehindTheWindow() {
    Redelivery redelivery =
        new Redelivery(RetrySchedule.parse("1s 2s/5s"), DelayLevels.parse("1s 2s"));

    assertThat(redelivery.next(message(1), BORN.plusSeconds(3))).hasValue(2);
    assertThat(redelivery.next(message(1), BORN.plusMillis(3_001))).isEmpty();
  }

  private static QueueMessage message(int redeliveries) {
    return new QueueMessage("topic", "id", Map.of(), new byte[0], BORN, redeliveries);
  }
}
