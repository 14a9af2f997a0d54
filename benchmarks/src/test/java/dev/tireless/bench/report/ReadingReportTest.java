package dev.tireless.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.bench.reconcile.Done;
import dev.tireless.bench.round.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that does not show what it is for is void. */
class ReadingReportTest {

  private static final long ALL = 1_000_000;
  private static final List<String> LOST = List.of("a", "b", "c");
  private static final Reading EQUAL = compared(ALL, List.of(), List.of(), 900);
  private static final Reading FOUND = compared(ALL, LOST, LOST, 46_000);

  @Test
  void countsADigestThatFoundWhatWasLost() {
    assertThat(digest(EQUAL, FOUND, EQUAL)).isEmpty();
  }

  @Test
  void isVoidWhenAProofOfEqualityIsDear() {
    Reading dear = compared(ALL, List.of(), List.of(), 10_000);
    assertThat(digest(dear, FOUND, EQUAL)).contains("10,000 bytes");
  }

  @Test
  void isVoidWhenOthersWereFound() {
    Reading others = compared(ALL, LOST, List.of("a", "b", "d"), 46_000);
    assertThat(digest(EQUAL, others, EQUAL)).contains("lost [a, b, c], found [a, b, d]");
    Reading tooFew = compared(ALL, LOST, List.of("a", "b"), 46_000);
    assertThat(digest(EQUAL, tooFew, EQUAL)).contains("found [a, b]");
  }

  @Test
  void isVoidWhenNothingWasLost() {
    assertThat(digest(EQUAL, EQUAL, EQUAL)).contains("not three");
  }

  @Test
  void isVoidWhenItDoesNotEndEqual() {
    assertThat(digest(EQUAL, FOUND, compared(ALL, List.of(), List.of("a"), 900)))
        .contains("found [a]");
  }

  @Test
  void isVoidWhenNotAllWereCompared() {
    assertThat(digest(EQUAL, FOUND, compared(ALL - 1, List.of(), List.of(), 900)))
        .contains("999,999 items, not 1,000,000");
  }

  @Test
  void countsAFeedThatIsFastEnough() {
    assertThat(feed(read(ALL, 49), read(ALL, 700))).isEmpty();
  }

  @Test
  void isVoidWhenReadingIsSlow() {
    assertThat(feed(read(ALL, 51), read(ALL, 700))).contains("less than 20,000 items/s");
  }

  @Test
  void isVoidWhenNotAllWereRead() {
    assertThat(feed(read(ALL - 1, 20), read(ALL, 700))).contains("999,999 items");
  }

  @Test
  void writesAPageWithoutATimetable(@TempDir Path folder) throws Exception {
    Path page = ReportFiles.write(folder, report(Scenario.DIGEST, EQUAL, FOUND, EQUAL));
    assertThat(Files.readString(page)).contains("Counted from").doesNotContain("timetable", "VOID");
  }

  private static String digest(Reading... readings) {
    return report(Scenario.DIGEST, readings).voidBecause().orElse("");
  }

  private static String feed(Reading... readings) {
    return report(Scenario.FEED, readings).voidBecause().orElse("");
  }

  private static ReadingReport report(Scenario scenario, Reading... readings) {
    return new ReadingReport(Samples.run(scenario, Samples.QUIET), List.of(readings));
  }

  private static Reading compared(long items, List<String> lost, List<String> found, long bytes) {
    Done done = new Done(items, found.size(), found.size(), found, 9, 2, 1000);
    return new Reading("compared", ALL, lost, done, bytes, 1000, 1000);
  }

  private static Reading read(long items, double seconds) {
    Done done = new Done(items, items, items, List.of(), seconds, 1000, 1000);
    return new Reading("read", ALL, List.of(), done, 1000, 1000, 1000);
  }
}
