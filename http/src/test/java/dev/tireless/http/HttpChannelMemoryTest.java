package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What exchanges cost that hang. */
class HttpChannelMemoryTest {

  private static final int MAX_GROWTH_KB = 200 * 1024;
  private static final int MAX_LEFT_OVER_KB = 20 * 1024;

  @Test
  void needsLittleForTenThousandExchangesThatHang() throws Exception {
    try (SilentCrowdReceiver silent = new SilentCrowdReceiver()) {
      Process hanging =
          ChildJvm.start(
              List.of("-Xmx400m"),
              Map.of(),
              HangingExchanges.class,
              Integer.toString(silent.port()));
      await()
          .atMost(Channels.PATIENCE)
          .until(() -> silent.accepted() == HangingExchanges.connections());
      String said = ChildJvm.end(hanging);
      System.out.print(said);
      assertThat(number(said, "still hanging")).isEqualTo(HangingExchanges.EXCHANGES);
      assertThat(number(said, "heap growth in kB")).isLessThan(MAX_GROWTH_KB);
      assertThat(number(said, "ended by close")).isEqualTo(HangingExchanges.EXCHANGES);
      assertThat(number(said, "heap left over in kB")).isLessThan(MAX_LEFT_OVER_KB);
    }
  }

  private static long number(String said, String what) {
    Matcher matcher = Pattern.compile(Pattern.quote(what) + ": ([0-9]+)").matcher(said);
    assertThat(matcher.find()).as("'%s' in: %s", what, said).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
