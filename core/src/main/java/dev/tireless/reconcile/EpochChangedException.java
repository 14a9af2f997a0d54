package dev.tireless.reconcile;

import dev.tireless.TirelessException;

/**
 * The question is about numbers that are over: the notifier's database was restored from a backup,
 * and numbers were given twice. The receiver compares by digest and goes on in the new epoch.
 */
public final class EpochChangedException extends TirelessException {

  private final long epoch;

  EpochChangedException(long asked, long epoch) {
    super("Epoch %d was asked for, but it is %d now".formatted(asked, epoch));
    this.epoch = epoch;
  }

  /** The present one. */
  public long epoch() {
    return epoch;
  }
}
