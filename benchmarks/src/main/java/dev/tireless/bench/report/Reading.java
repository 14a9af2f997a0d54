package dev.tireless.bench.report;

import dev.tireless.bench.reconcile.Done;
import java.util.List;
import java.util.Set;

/**
 * What a receiver read or compared, and what that took.
 *
 * @param waiting how many it must read or compare
 * @param lost subjects of what it was made to lose before
 * @param bytes between receiver and notifier, both ways, heads included
 * @param notifierMicros CPU of the notifier server's process
 * @param databaseMicros CPU of the database server, which both sides share
 */
public record Reading(
    String title,
    long waiting,
    List<String> lost,
    Done done,
    long bytes,
    long notifierMicros,
    long databaseMicros) {

  public Reading {
    lost = List.copyOf(lost);
  }

  /** Whether it went through all of them. */
  boolean isWhole() {
    return done.items() == waiting;
  }

  /** Whether it found and repaired exactly what it was made to lose. */
  boolean hasFoundWhatWasLost() {
    return done.missing() == lost.size()
        && done.repaired() == lost.size()
        && Set.copyOf(done.found()).equals(Set.copyOf(lost));
  }

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
