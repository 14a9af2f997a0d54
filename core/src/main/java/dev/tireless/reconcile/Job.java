package dev.tireless.reconcile;

import dev.tireless.store.RedeliveryStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A redelivery and how far it is.
 *
 * @param number 1, 2, 3 … of the receiver's
 * @param doneUpTo everything up to this place is dealt with
 * @param until the last place that it is about
 * @param redelivered how many are told again by it so far
 * @param finishedAt null while it goes on
 */
public record Job(
    long number,
    long doneUpTo,
    long until,
    long redelivered,
    Instant requestedAt,
    @Nullable Instant finishedAt) {

  static Job of(RedeliveryStore.Job job) {
    return new Job(
        job.number(),
        job.doneUpTo(),
        job.until(),
        job.redelivered(),
        job.requestedAt(),
        job.finishedAt());
  }
}
