package dev.tireless.bench.round;

import dev.tireless.bench.store.OpenDatabase;

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
   * @param warmUpSeconds at full load, not counted
   * @param seconds at full load, counted
   * @param latencySeconds by the timetable
   * @param rate of the timetable, messages in a second
   */
  public record Times(int warmUpSeconds, int seconds, int latencySeconds, int rate) {}
}
