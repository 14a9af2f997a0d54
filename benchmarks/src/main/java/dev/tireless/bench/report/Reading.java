package dev.tireless.bench.report;

import dev.tireless.bench.reconcile.Done;

/**
 * What a receiver read or compared, and what that took.
 *
 * @param bytes between receiver and notifier, both ways, heads included
 * @param notifierMicros CPU of the notifier server's process
 * @param databaseMicros CPU of the database server, which both sides share
 */
public record Reading(
    String title, Done done, long bytes, long notifierMicros, long databaseMicros) {

  /** For whoever watches. */
  public String line() {
    return "%s: %,d items in %.1f s, %,.0f/s; %,d missing, %,d repaired; %,d requests, %,d bytes"
        .formatted(
            title,
            done.items(),
            done.seconds(),
            perSecond(),
            done.missing(),
            done.repaired(),
            done.requests(),
            bytes);
  }

  double perSecond() {
    return done.items() / done.seconds();
  }

  double receiverMicrosEach() {
    return each(done.cpuMicros());
  }

  double notifierMicrosEach() {
    return each(notifierMicros);
  }

  double databaseMicrosEach() {
    return each(databaseMicros);
  }

  private double each(long micros) {
    return (double) micros / Math.max(1, done.items());
  }
}
