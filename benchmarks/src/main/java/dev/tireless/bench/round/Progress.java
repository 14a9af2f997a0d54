package dev.tireless.bench.round;

/** Lines for whoever watches; results go elsewhere. */
public final class Progress {

  private final long start = System.nanoTime();

  public void say(String line) {
    long seconds = (System.nanoTime() - start) / 1_000_000_000L;
    System.err.printf("      %2d:%02d  %s%n", seconds / 60, seconds % 60, line);
  }
}
