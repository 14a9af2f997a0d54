package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0                                 | PT0S
          1                                 | PT1S
          ' 120 '                           | PT2M
          0000000000000000000000000000007   | PT1H
          3600                              | PT1H
          3601                              | PT1H
          99999999999999999999999999        | PT1H
          Sun, 22 Nov 2026 10:00:30 GMT     | PT30S
          Sun, 22 Nov 2026 10:00:00 GMT     | PT0S
          Sun, 22 Nov 2026 09:59:59 GMT     | PT0S
          Sun, 06 Nov 1994 08:49:37 GMT     | PT0S
          Mon, 23 Nov 2026 10:00:00 GMT     | PT1H
          Sunday, 22-Nov-26 10:00:30 GMT    | PT30S
          Sunday, 06-Nov-94 08:49:37 GMT    | PT0S
          Sun Nov 22 10:00:30 2026          | PT30S
          Sun Nov  6 08:49:37 1994          | PT0S
          """)
  void readsSecondsAndTheThreeFormsOfADate(String value, Duration expected) {
    assertThat(RetryAfter.parse(value, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "+1",
        "1.5",
        "0x10",
        "1e3",
        "soon",
        "12 s",
        "١٢",
        "Sun, 22 Nov 2026 10:00:30",
        "Sun, 22 Nov 2026 10:00:30 CET",
        "Sun, 22 Nov 2026 25:00:30 GMT",
        "Mon, 22 Nov 2026 10:00:30 GMT",
        "2026-11-22T10:00:30Z"
      })
  void ignoresGarbage(String value) {
    assertThat(RetryAfter.parse(value, NOW)).isNull();
  }

  @Test
  void ignoresItsAbsence() {
    assertThat(RetryAfter.parse(null, NOW)).isNull();
  }

  @Test
  void readsEnglishInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.CHINA);
      assertThat(RetryAfter.parse("Sun, 22 Nov 2026 10:00:30 GMT", NOW)).hasSeconds(30);
    } finally {
      Locale.setDefault(before);
    }
  }
}
