package dev.tireless.bench.reconcile;

/**
 * What a receiver did.
 *
 * @param items read, or compared
 * @param missing of those, how many it did not have
 * @param repaired of those, how many it has now
 * @param requests to the notifier
 * @param cpuMicros of its process, for the work alone
 */
public record Done(
    long items, long missing, long repaired, double seconds, long requests, long cpuMicros) {}
