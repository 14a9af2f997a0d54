package dev.tireless.store;

import dev.tireless.ReceiverHealth;
import dev.tireless.ReceiverHealth.Draining;
import dev.tireless.ReceiverHealth.Failing;
import dev.tireless.ReceiverHealth.Healthy;
import dev.tireless.ReceiverHealth.Hold;
import dev.tireless.store.ReceiverStore.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A receiver's health in its columns: which of the three it is shows in what is not null. */
final class HealthColumns {

  private HealthColumns() {}

  static ReceiverHealth read(ResultSet row) throws SQLException {
    Instant lastAckAt = Jdbc.instantOrNull(row, "last_ack_at");
    Instant since = Jdbc.instantOrNull(row, "failing_since");
    if (since == null) {
      return new Healthy(lastAckAt);
    }
    long upTo = row.getLong("drain_up_to");
    boolean draining = !row.wasNull();
    long turn = row.getLong("turn_seq");
    return draining
        ? new Draining(since, lastAckAt, turn, upTo, hold(row))
        : new Failing(
            since,
            lastAckAt,
            row.getInt("failed_probes"),
            Jdbc.instantOrNull(row, "probed_at"),
            Jdbc.instant(row, "next_probe_at"),
            turn,
            hold(row));
  }

  private static @Nullable Hold hold(ResultSet row) throws SQLException {
    String node = row.getString("held_by");
    return node == null ? null : new Hold(node, Jdbc.instant(row, "held_until"));
  }

  /** In the order of the statement that writes them, with the key and version of the row. */
  static @Nullable Object[] values(ReceiverHealth health, Stored read) {
    long number = read.number();
    long version = read.healthVersion();
    if (health instanceof Failing f) {
      return new @Nullable Object[] {
        f.lastAckAt(),
        f.since(),
        f.failedProbes(),
        f.probedAt(),
        f.nextProbeAt(),
        f.turn(),
        null,
        node(f.probe()),
        until(f.probe()),
        number,
        version
      };
    }
    if (health instanceof Draining d) {
      return new @Nullable Object[] {
        d.lastAckAt(),
        d.since(),
        0,
        null,
        null,
        d.turn(),
        d.upTo(),
        node(d.drain()),
        until(d.drain()),
        number,
        version
      };
    }
    return new @Nullable Object[] {
      health.lastAckAt(), null, 0, null, null, 0, null, null, null, number, version
    };
  }

  private static @Nullable String node(@Nullable Hold hold) {
    return hold == null ? null : hold.node();
  }

  private static @Nullable Instant until(@Nullable Hold hold) {
    return hold == null ? null : hold.until();
  }
}
