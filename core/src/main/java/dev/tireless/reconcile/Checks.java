package dev.tireless.reconcile;

/** Questions come from outside. */
final class Checks {

  private Checks() {}

  static void seq(String what, long seq) {
    if (seq < 0) {
      throw new IllegalArgumentException("%s must not be negative, but is %d".formatted(what, seq));
    }
  }
}
