package dev.tireless.deliver;

import java.time.Instant;

/**
 * A time in which something is left alone. It is over at its end, and also when the clock was set
 * back to before its start: how long it would take then nobody meant.
 */
record Rest(Instant start, Instant end) {

  static final Rest NONE = new Rest(Instant.MIN, Instant.MIN);

  boolean isOver(Instant now) {
    return now.isBefore(start) || !now.isBefore(end);
  }
}
