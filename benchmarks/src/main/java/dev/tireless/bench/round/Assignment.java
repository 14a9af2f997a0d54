package dev.tireless.bench.round;

import dev.tireless.bench.store.OpenDatabase;
import java.time.Duration;

/**
 * What a round is to play.
 *
 * @param database empty and its own
 * @param receiverPort of a receiver that has heard nothing yet
 * @param times how long each part takes
 * @param receivers how many there are
 * @param connections that each of them takes
 * @param waiting how many deliveries wait for the receiver that is down
 */
public record Assignment(
    Scenario scenario,
    Entrant entrant,
    OpenDatabase database,
    int receiverPort,
    Times times,
    int receivers,
    int connections,
    long waiting) {

  /**
   * How long the parts of a round take.
   *
   * @param warmUp at full load, not counted; for a recovery, nothing
   * @param window at full load, counted; for a recovery, how long the receiver is down
   * @param timetable for latencies
   * @param rate of the timetable, messages in a second
   */
  public record Times(Duration warmUp, Duration window, Duration timetable, int rate) {}
}
