package dev.tireless.simulation;

/** The process dies here. An error, so that nothing in between takes it for a failure to handle. */
final class SimulatedCrash extends Error {

  private final boolean committed;

  SimulatedCrash(boolean committed) {
    super(committed ? "died right after a commit" : "died within a transaction");
    this.committed = committed;
  }

  boolean committed() {
    return committed;
  }
}
