package dev.tireless.bench.round;

import dev.tireless.bench.store.OpenDatabase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a round is to play.
 *
 * @param database empty and its own
 * @param broker where messages come by RocketMQ; else null
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
    @Nullable Broker broker,
    int receiverPort,
    Times times,
    int receivers,
    int connections,
    long waiting) {

  /**
   * A broker that runs.
   *
   * @param nameServer host and port
   * @param pid of its process
   */
  public record Broker(String nameServer, long pid) {}

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
