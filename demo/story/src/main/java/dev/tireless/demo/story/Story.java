package dev.tireless.demo.story;

import dev.tireless.demo.story.chapter.Chapter;
import dev.tireless.demo.story.chapter.Findings;
import dev.tireless.demo.story.chapter.Stage;
import dev.tireless.demo.story.console.Screen;
import dev.tireless.demo.story.console.Table;
import dev.tireless.demo.story.console.Table.Row;
import dev.tireless.demo.story.process.Ports;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/** Starts both services, plays the story against them and shows the table of what held. */
public final class Story {

  private static final int HOLDS = 0;
  private static final int DOES_NOT_HOLD = 1;
  private static final int CANNOT_BE_PLAYED = 2;

  private final Options options;
  private final Screen screen;
  private final Clock clock;

  private Story(Options options, Screen screen, Clock clock) {
    this.options = options;
    this.screen = screen;
    this.clock = clock;
  }

  /** Ends with exit code 0 if every line of the table holds, 1 if not, 2 if it cannot be played. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    try {
      Options options = Options.parse(arguments);
      Screen screen = new Screen(Screen.standardOutput(), options.colour(), System::nanoTime);
      return new Story(options, screen, Clock.system(ZoneId.systemDefault())).perform()
          ? HOLDS
          : DOES_NOT_HOLD;
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException cannot) {
      System.err.println(cannot.getMessage());
      return CANNOT_BE_PLAYED;
    }
  }

  private boolean perform() {
    Ports.mustBeFree(options.rechargePort(), "recharge", "--recharge-port");
    Ports.mustBeFree(options.accountPort(), "account", "--account-port");
    Path folder = RunFolder.create(options.data(), clock);
    try (Cast cast = new Casting(options, folder, clock).cast()) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(cast), "end-of-story"));
      screen.step("Starting all on PostgreSQL; their logs are in " + cast.folder());
      cast.enter();
      Table table = play(Chapter.all(options.scheme(), options.kills()), stage(cast));
      screen.print(table);
      if (!options.once()) {
        stayUp(cast);
      }
      return table.holds();
    }
  }

  private Stage stage(Cast cast) {
    long seed = options.seed() == null ? new SecureRandom().nextInt() : options.seed();
    screen.step("All are up. Random moments by --seed=" + seed);
    return new Stage(
        cast.recharge(),
        cast.notifier(),
        cast.account(),
        cast.courier(),
        cast.broker(),
        options.scheme(),
        screen,
        new Random(seed));
  }

  private Table play(List<Chapter> chapters, Stage stage) {
    return new Table(chapters.stream().map(chapter -> play(chapter, stage)).toList());
  }

  private Row play(Chapter chapter, Stage stage) {
    screen.title(chapter.title());
    long start = System.nanoTime();
    Findings findings = new Findings(screen);
    try {
      stage.setUp();
      chapter.play(stage, findings);
    } catch (RuntimeException e) {
      findings.brokenOff(e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Row(chapter.title(), findings.hold(), findings.summary(), took);
  }

  /** What breaks because of the end is no news. */
  private void end(Cast cast) {
    screen.mute();
    cast.close();
  }

  private void stayUp(Cast cast) {
    cast.letItReconcile();
    screen.print("Play on. Ctrl-C ends both services.");
    screen.print("  recharge (充值系统)  http://127.0.0.1:" + options.rechargePort() + "/");
    screen.print("  account  (账户系统)  http://127.0.0.1:" + options.accountPort() + "/");
    cast.awaitAnEnd();
  }
}
