package dev.tireless.reconcile;

import dev.tireless.TirelessException;
import java.time.Instant;

/**
 * This node's clock is too far ahead of its database's to say what is over. Another node may answer
 * the same question, and this one does when its clock is right again (NTP).
 */
public final class ClockAheadException extends TirelessException {

  ClockAheadException(Instant own, Instant databases) {
    super(
        "This node's clock says %s and its database's %s: no digest is told until they agree (NTP)"
            .formatted(own, databases));
  }
}
