package dev.tireless.rocketmq;

import dev.tireless.schedule.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * When a message that was not acked comes again: at the first level of the broker that is no
 * shorter than its gap, or at the last one when all are shorter, and never after the end of its
 * window. A pure function.
 *
 * @param schedule gaps between attempts; the window is counted from when the message was made, for
 *     the broker keeps no other time
 */
record Redelivery(RetrySchedule schedule, DelayLevels levels) {

  /** The level at which the broker shall keep it, or empty when it must be given up. */
  OptionalInt next(QueueMessage message, Instant now) {
    Duration gap = schedule.gapAfter(message.redeliveries() + 1);
    int level = levels.levelFor(gap);
    Instant end = message.bornAt().plus(schedule.window());
    return now.plus(levels.delay(level)).isAfter(end) ? OptionalInt.empty() : OptionalInt.of(level);
  }
}
