package dev.tireless.bench.round;

import dev.tireless.bench.store.OpenDatabase;

/**
 * What a round is to play.
 *
 * @param database empty and its own
 * @param receiverPort of a receiver that has heard nothing yet
 * @param warmUpSeconds at full load, not counted
 * @param seconds at full load, counted
 * @param latencySeconds by the timetable
 * @param rate of the timetable, messages in a second
 */
public record Assignment(
    Scenario scenario,
    Entrant entrant,
    OpenDatabase database,
    int receiverPort,
    int warmUpSeconds,
    int seconds,
    int latencySeconds,
    int rate) {}
