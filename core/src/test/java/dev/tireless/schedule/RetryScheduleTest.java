package dev.tireless.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {

  private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
  private static final Jitter EXACT = new Jitter(() -> 0);
  private static final Jitter MOST =
      new Jitter(
          new RandomGenerator() {
            @Override
            public long nextLong() {
              return Long.MAX_VALUE;
            }

            @Override
            public long nextLong(long bound) {
              return bound - 1;
            }
          });

  /** When each attempt starts, if every one fails at once: hours:minutes:seconds from the first. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classic           | 0:00:00 0:01:00 0:06:00 0:16:00 0:46:00 1:46:00 3:46:00 8:46:00 18:46:00 28:46:00 38:46:00
          alipay            | 0:00:00 0:04:00 0:14:00 0:24:00 1:24:00 3:24:00 9:24:00 24:24:00 39:24:00 54:24:00
          wechat            | 0:00:00 0:00:15 0:00:30 0:01:00 0:04:00 0:14:00 0:34:00 1:04:00 1:34:00 2:04:00 3:04:00 6:04:00 9:04:00 12:04:00 18:04:00 24:04:00 30:04:00 36:04:00
          standard-webhooks | 0:00:00 0:00:05 0:05:05 0:35:05 2:35:05 7:35:05 17:35:05 31:35:05 51:35:05 75:35:05 99:35:05 123:35:05
          7s/1m             | 0:00:00 0:00:07 0:00:14 0:00:21
          1m 5m 10m 30m/24h | 0:00:00 0:01:00 0:06:00 0:16:00 0:46:00 1:16:00 1:46:00
          1h 1s 2d/90d      | 0:00:00 1:00:00 1:00:01 49:00:01 97:00:01
          """)
  void startsEveryAttemptOfTheScheduleOnTime(String schedule, String starts) {
    List<String> expected = List.of(starts.split(" "));
    assertThat(startsOf(RetrySchedule.parse(schedule), expected.size())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classic           | PT24H    | 9
          alipay            | PT25H    | 8
          wechat            | PT24H30M | 16
          standard-webhooks | PT76H    | 10
          """)
  void presetMakesItsAttemptsWithinItsWindow(String name, Duration window, int attempts) {
    RetrySchedule preset = RetrySchedule.named(name);
    Duration last = preset.gaps().stream().reduce(Duration.ZERO, Duration::plus);

    assertThat(preset.window()).isEqualTo(window).isGreaterThan(last);
    assertThat(preset.gaps()).hasSize(attempts - 1);
    assertThat(last.plus(preset.gapAfter(attempts))).isGreaterThan(window);
  }

  @Test
  void presetsAreFoundByName() {
    assertThat(RetrySchedule.named("classic")).isEqualTo(RetrySchedule.classic());
    assertThat(RetrySchedule.named("alipay")).isEqualTo(RetrySchedule.alipay());
    assertThat(RetrySchedule.named("wechat")).isEqualTo(RetrySchedule.wechat());
    assertThat(RetrySchedule.named("standard-webhooks"))
        .isEqualTo(RetrySchedule.standardWebhooks());
  }

  @Test
  void unknownNameIsAnsweredWithTheNamesThatExist() {
    assertThatThrownBy(() -> RetrySchedule.named("clasic"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'clasic' is no schedule: use one of classic, alipay, wechat, standard-webhooks,"
                + " or gaps and window like '1m 5m 10m/24h'");
  }

  @Test
  void lastGapRepeatsForEver() {
    assertThat(RetrySchedule.classic().gapAfter(8)).isEqualTo(Duration.ofHours(10));
    assertThat(RetrySchedule.classic().gapAfter(9)).isEqualTo(Duration.ofHours(10));
    assertThat(RetrySchedule.classic().gapAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(10));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void thereIsNoGapBeforeTheFirstFailure(int failures) {
    assertThatThrownBy(() -> RetrySchedule.classic().gapAfter(failures))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A gap follows a failure, but there were " + failures);
  }

  @ParameterizedTest
  @CsvSource({"PT0S,PT5M", "PT4M59S,PT5M", "PT5M,PT5M", "PT5M1S,PT5M1S", "PT1H,PT1H"})
  void waitsForTheGapOrAsLongAsTheReceiverAsksWhicheverIsLonger(
      Duration retryAfter, Duration expected) {
    assertThat(RetrySchedule.classic().nextDue(2, START, retryAfter, EXACT))
        .isEqualTo(START.plus(expected));
  }

  @Test
  void addsTheJitterToTheGapAndNotToWhatTheReceiverAsks() {
    RetrySchedule schedule = RetrySchedule.parse("5m/1h");

    assertThat(schedule.nextDue(1, START, Duration.ZERO, MOST)).isEqualTo(START.plusSeconds(330));
    assertThat(schedule.nextDue(1, START, Duration.ofSeconds(310), MOST))
        .isEqualTo(START.plusSeconds(330));
    assertThat(schedule.nextDue(1, START, Duration.ofSeconds(340), MOST))
        .isEqualTo(START.plusSeconds(340));
  }

  @Test
  void keepsItsOwnCopyOfTheGaps() {
    List<Duration> gaps = new ArrayList<>(List.of(Duration.ofMinutes(1)));
    RetrySchedule schedule = RetrySchedule.of(gaps, Duration.ofHours(1));
    gaps.set(0, Duration.ofMinutes(2));

    assertThat(schedule.gapAfter(1)).isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PT1M PT0S        | PT24H        | Gap 2 must be longer than zero and at most 30 days, but it is PT0S
          PT-1S            | PT24H        | Gap 1 must be longer than zero and at most 30 days, but it is PT-1S
          PT1M PT720H0.001S| PT24H        | Gap 2 must be longer than zero and at most 30 days, but it is PT720H0.001S
          PT0.0005S        | PT24H        | Gap 1 must be in whole milliseconds, but it is PT0.0005S
          PT1M             | PT0S         | The window must be longer than zero and at most 90 days, but it is PT0S
          PT1M             | PT-24H       | The window must be longer than zero and at most 90 days, but it is PT-24H
          PT1M             | PT2160H0.001S| The window must be longer than zero and at most 90 days, but it is PT2160H0.001S
          PT1M             | PT1.0000001S | The window must be in whole milliseconds, but it is PT1.0000001S
          """)
  void refusesAValueOutOfItsBoundsAndNamesIt(String gaps, Duration window, String message) {
    List<Duration> durations = Stream.of(gaps.split(" ")).map(Duration::parse).toList();

    assertThatThrownBy(() -> RetrySchedule.of(durations, window))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void acceptsTheLongestGapAndWindow() {
    RetrySchedule schedule = RetrySchedule.of(List.of(Duration.ofDays(30)), Duration.ofDays(90));

    assertThat(schedule).hasToString("720h/2160h");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65, 1000})
  void refusesMoreGapsThanAnyoneCanOverlook(int count) {
    List<Duration> gaps = Collections.nCopies(count, Duration.ofSeconds(1));

    assertThatThrownBy(() -> RetrySchedule.of(gaps, Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A schedule has 1 to 64 gaps, but this one has " + count);
  }

  private static List<String> startsOf(RetrySchedule schedule, int attempts) {
    List<String> starts = new ArrayList<>();
    Instant due = START;
    for (int attempt = 1; attempt <= attempts; attempt++) {
      Duration since = Duration.between(START, due);
      starts.add(
          String.format(
              Locale.ROOT,
              "%d:%02d:%02d",
              since.toHours(),
              since.toMinutesPart(),
              since.toSecondsPart()));
      due = schedule.nextDue(attempt, due, Duration.ZERO, EXACT);
    }
    return starts;
  }
}
