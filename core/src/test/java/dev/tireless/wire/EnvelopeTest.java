package dev.tireless.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {

  @Test
  void cutsItsTimestampToWholeSeconds() {
    Instant instant = Instant.parse("2026-11-22T08:00:00.999999Z");

    assertThat(new Envelope("ntf_1", instant, "t", "s", 1, 0, 1, 1).timestamp())
        .isEqualTo("2026-11-22T08:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''    | 1 | t   | s   | 1 | 0  | 1 | 1 | notification id
          a b   | 1 | t   | s   | 1 | 0  | 1 | 1 | notification id
          a.b   | 1 | t   | s   | 1 | 0  | 1 | 1 | notification id has no dot
          ntf_1 | -1| t   | s   | 1 | 0  | 1 | 1 | timestamp must be from 0 to 253402300799, but it is -1
          ntf_1 | 253402300800 | t | s | 1 | 0 | 1 | 1 | timestamp must be from 0 to 253402300799
          ntf_1 | 1 | t t | s   | 1 | 0  | 1 | 1 | topic
          ntf_1 | 1 | t   | s/s | 1 | 0  | 1 | 1 | subject
          ntf_1 | 1 | t   | s   | 0 | 0  | 1 | 1 | version must be from 1 to 9223372036854775807, but it is 0
          ntf_1 | 1 | t   | s   | 1 | -1 | 1 | 1 | epoch must be from 0 to 9223372036854775807, but it is -1
          ntf_1 | 1 | t   | s   | 1 | 0  | -1 | 1 | seq must be from 0 to 9223372036854775807, but it is -1
          ntf_1 | 1 | t   | s   | 1 | 0  | 1 | 0 | attempt must be from 1 to 9223372036854775807, but it is 0
          """)
  void refusesWhatWouldNotBeAcceptedAtTheOtherEnd(
      String id,
      long second,
      String topic,
      String subject,
      long version,
      long epoch,
      long seq,
      long attempt,
      String message) {
    Instant timestamp = Instant.ofEpochSecond(second);

    assertThatThrownBy(
            () -> new Envelope(id, timestamp, topic, subject, version, epoch, seq, attempt))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
