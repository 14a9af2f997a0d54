package dev.tireless.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classic                     | 1m 5m 10m 30m 1h 2h 5h 10h/24h
          ' alipay '                  | 4m 10m 10m 1h 2h 6h 15h/25h
          wechat                      | 15s 15s 30s 3m 10m 20m 30m 30m 30m 1h 3h 3h 3h 6h 6h/24h30m
          standard-webhooks           | 5s 5m 30m 2h 5h 10h 14h 20h 24h/76h
          1m 5m 10m 30m/24h           | 1m 5m 10m 30m/24h
          '  1m   5m /  24h '         | 1m 5m/24h
          90s 120s 1500ms/1d          | 1m30s 2m 1s500ms/24h
          1d2h3m4s5ms/2d              | 26h3m4s5ms/48h
          0h5m/01h                    | 5m/1h
          """)
  void readsWhatAPersonWritesAndWritesItInOneForm(String written, String form) {
    assertThat(RetrySchedule.parse(written)).hasToString(form);
    assertThat(RetrySchedule.parse(form)).isEqualTo(RetrySchedule.parse(written));
  }

  @Test
  void readsBackEveryScheduleItWrites() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("ScheduleTextTest seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);

    for (int i = 0; i < 2_000; i++) {
      RetrySchedule schedule = randomSchedule(random);
      assertThat(RetrySchedule.parse(schedule.toString())).isEqualTo(schedule);
      assertThat(schedule.toString()).hasSizeLessThanOrEqualTo(RetrySchedule.MAX_TEXT);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""          | '' is no schedule: use one of classic, alipay, wechat, standard-webhooks, or gaps and window like '1m 5m 10m/24h'
          1m 5m       | '1m 5m' is no schedule: use one of classic, alipay, wechat, standard-webhooks, or gaps and window like '1m 5m 10m/24h'
          Classic     | 'Classic' is no schedule: use one of classic, alipay, wechat, standard-webhooks, or gaps and window like '1m 5m 10m/24h'
          /24h        | '' is no duration: write it like 90s, 5m, 24h30m or 500ms
          1m/         | '' is no duration: write it like 90s, 5m, 24h30m or 500ms
          1m 5/24h    | '5' is no duration: write it like 90s, 5m, 24h30m or 500ms
          1m,5m/24h   | '1m,5m' is no duration: write it like 90s, 5m, 24h30m or 500ms
          1m -5m/24h  | '-5m' is no duration: write it like 90s, 5m, 24h30m or 500ms
          1m 5M/24h   | '5M' is no duration: write it like 90s, 5m, 24h30m or 500ms
          1m 1.5h/24h | '1.5h' is no duration: write it like 90s, 5m, 24h30m or 500ms
          1m5h/24h    | '1m5h' is no duration: write it like 90s, 5m, 24h30m or 500ms
          1m/24h/1h   | '24h/1h' is no duration: write it like 90s, 5m, 24h30m or 500ms
          9999999999h/24h | '9999999999h' is no duration: write it like 90s, 5m, 24h30m or 500ms
          0s/24h      | Gap 1 must be longer than zero and at most 30 days, but it is PT0S
          1m 31d/24h  | Gap 2 must be longer than zero and at most 30 days, but it is PT744H
          999999999d/1h | Gap 1 must be longer than zero and at most 30 days, but it is PT23999999976H
          1m/91d      | The window must be longer than zero and at most 90 days, but it is PT2184H
          """)
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> RetrySchedule.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesAScheduleWhoseTextWouldNotFitItsColumn() {
    List<Duration> unround = Collections.nCopies(64, Duration.parse("PT1H59M59S"));

    assertThatThrownBy(() -> RetrySchedule.of(unround, Duration.ofHours(24)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A schedule is at most 500 characters long as text, but this one is 579;"
                + " use fewer or rounder gaps");
  }

  private static RetrySchedule randomSchedule(SplittableRandom random) {
    List<Duration> gaps =
        Stream.generate(() -> randomDuration(random, Duration.ofDays(30)))
            .limit(random.nextInt(1, 29))
            .toList();
    return RetrySchedule.of(gaps, randomDuration(random, Duration.ofDays(90)));
  }

  /** From milliseconds to days, because most of a uniform draw would be days. */
  private static Duration randomDuration(SplittableRandom random, Duration longest) {
    long most = longest.toMillis() >> random.nextInt(32);
    return Duration.ofMillis(random.nextLong(most) + 1);
  }
}
