package dev.tireless.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JitterTest {

  private static final int DRAWS = 100_000;

  @ParameterizedTest
  @CsvSource({
    "PT0.001S, 0",
    "PT0.009S, 0",
    "PT0.01S, 1",
    "PT0.5S, 50",
    "PT1M, 6000",
    "PT5M, 30000",
    "PT9M59.999S, 59999",
    "PT10M, 60000",
    "PT10H, 60000",
    "PT720H, 60000"
  })
  void isUniformFromZeroToATenthOfTheGapButAMinuteAtMost(Duration gap, long mostMillis) {
    LongSummaryStatistics drawn = draw(gap);

    assertThat(drawn.getMin()).isNotNegative().isLessThanOrEqualTo(mostMillis / 100);
    assertThat(drawn.getMax()).isBetween(mostMillis - mostMillis / 100, mostMillis);
    assertThat(drawn.getAverage()).isCloseTo(mostMillis / 2.0, Percentage.withPercentage(2));
  }

  @Test
  void isTheSameForTheSameSeed() {
    Jitter one = new Jitter(new SplittableRandom(42));
    Jitter other = new Jitter(new SplittableRandom(42));

    assertThat(one.drawFor(Duration.ofHours(1))).isEqualTo(other.drawFor(Duration.ofHours(1)));
  }

  @Test
  void isNothingWithAGeneratorOfZeros() {
    assertThat(new Jitter(() -> 0).drawFor(Duration.ofHours(1))).isZero();
    assertThat(new Jitter(() -> 0).drawFor(Duration.ofSeconds(7))).isZero();
  }

  private static LongSummaryStatistics draw(Duration gap) {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("JitterTest " + gap + " seed=" + seed);
    Jitter jitter = new Jitter(new SplittableRandom(seed));
    return LongStream.generate(() -> jitter.drawFor(gap).toMillis())
        .limit(DRAWS)
        .summaryStatistics();
  }
}
