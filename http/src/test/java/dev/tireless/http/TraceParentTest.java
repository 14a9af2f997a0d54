package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @ParameterizedTest
  @CsvSource({
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01,      01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00,      00",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03,      03",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff,      03",
    "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01,      01",
    "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what, 01"
  })
  void makesANewSpanOfTheSameTrace(String publisher, String flags) {
    RandomGenerator random = () -> 0x00ab_cdef_0123_4567L;
    assertThat(TraceParent.parse(publisher).orElseThrow().newSpan(random))
        .isEqualTo("00-" + TRACE + "-00abcdef01234567-" + flags);
  }

  @Test
  void neverMakesTheSpanZero() {
    TraceParent trace = new TraceParent(TRACE, (byte) 1);
    assertThat(trace.newSpan(() -> 0)).isEqualTo("00-" + TRACE + "-0000000000000001-01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01what",
        " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nx: y"
      })
  void takesNoTraceFromAnythingElse(String publisher) {
    assertThat(TraceParent.parse(publisher)).isEmpty();
  }

  @Test
  void takesNoTraceFromNothing() {
    assertThat(TraceParent.parse(null)).isEmpty();
  }
}
