package dev.tireless.demo.story.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Lines for a person, each with the time since the start. Thread-safe. */
public final class Screen {

  private final PrintStream out;
  private final boolean colour;
  private final LongSupplier nanoTime;
  private final long start;
  private volatile boolean muted;

  /**
   * @param colour whether escape sequences are understood
   */
  public Screen(PrintStream out, boolean colour, LongSupplier nanoTime) {
    this.out = out;
    this.colour = colour;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** This process's standard output, whatever encoding its locale asks for. */
  public static PrintStream standardOutput() {
    return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  }

  /** A chapter begins. */
  public void title(String text) {
    print("");
    print(time() + "  " + Colour.BOLD.paint(text, colour));
  }

  /** Something is done or has happened. */
  public void step(String text) {
    print(time() + "    " + text);
  }

  /** Something was looked up, and is as it must be or not. */
  public void fact(boolean holds, String text) {
    Colour paint = holds ? Colour.GREEN : Colour.RED;
    print(time() + "    " + paint.paint((holds ? "✓ " : "✗ ") + text, colour));
  }

  /** Anything, as it is. */
  public void print(String text) {
    if (!muted) {
      out.println(text);
    }
  }

  public void print(Table table) {
    print("");
    table.lines(colour).forEach(this::print);
    print("");
  }

  /** Nothing is printed from now on. */
  public void mute() {
    muted = true;
  }

  private String time() {
    Duration since = Duration.ofNanos(nanoTime.getAsLong() - start);
    return Colour.DIM.paint(
        "%2d:%02d.%d"
            .formatted(since.toMinutes(), since.toSecondsPart(), since.toMillisPart() / 100),
        colour);
  }
}
