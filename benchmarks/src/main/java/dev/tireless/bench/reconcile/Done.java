package dev.tireless.bench.reconcile;

import java.util.List;

/**
 * What a receiver did.
 *
 * @param items read, or compared
 * @param missing of those, how many it did not have
 * @param repaired of those, how many it has now
 * @param found subjects of what was repaired, {@value Reader#MOST_NAMED} of them at most
 * @param requests to the notifier
 * @param cpuMicros of its process, for the work alone
 */
public record Done(
    long items,
    long missing,
    long repaired,
    List<String> found,
    double seconds,
    long requests,
    long cpuMicros) {

  public Done {
    found = List.copyOf(found);
  }
}
