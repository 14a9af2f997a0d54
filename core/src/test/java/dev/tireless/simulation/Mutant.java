package dev.tireless.simulation;

import dev.tireless.Channel;
import dev.tireless.store.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Our code with one promise broken. A simulation that does not notice each of them proves nothing.
 * The product has no switch for this: mutants change statements on their way to the database, or
 * stand between engine and channel.
 */
enum Mutant {
  NONE,

  /** The outcome is written before the receiver is told. */
  RECORD_BEFORE_SEND,

  /** Whoever comes late with a failure decides all the same, and the history takes it. */
  TOKEN_NOT_CHECKED {
    @Override
    long firstSeed() {
      return 286;
    }

    @Override
    String rewrite(String sql) {
      boolean retry = sql.startsWith("UPDATE tireless_due\nSET due_at");
      return retry ? sql.replace("lease_token = ?", "(lease_token = ? OR TRUE)") : sql;
    }

    @Override
    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
      PreparedStatement real = super.prepare(connection, sql);
      return sql.startsWith("INSERT INTO tireless_attempt") ? ignoringConflicts(real) : real;
    }
  },

  /** What another attempt holds is taken again. */
  CLAIM_IGNORES_A_LEASE {
    @Override
    String rewrite(String sql) {
      return sql.replace("leased_until <= ?)", "leased_until <= ? OR TRUE)")
          .replace(" due_at <= ?", " (due_at <= ? OR leased_until IS NOT NULL)");
    }
  },

  /** A second numbering of the same notification is dropped instead of undone. */
  DELIVERY_INSERT_IGNORES_CONFLICTS {
    @Override
    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
      PreparedStatement real = connection.prepareStatement(sql);
      return sql.startsWith("INSERT INTO tireless_delivery") ? ignoringConflicts(real) : real;
    }
  },

  /** An ack that comes after the window ended does not count. */
  ACK_SKIPS_THE_PARKED {
    @Override
    String rewrite(String sql) {
      return sql.equals("DELETE FROM tireless_parked WHERE receiver_id = ? AND seq = ?")
          ? sql + " AND FALSE"
          : sql;
    }
  },

  /** Whoever finds that a probe is due sends one. */
  PROBE_NOT_CLAIMED_BY_COMPARE_AND_SET {
    @Override
    long firstSeed() {
      return 27;
    }

    @Override
    String rewrite(String sql) {
      return sql.replace("health_version = ?", "(health_version = ? OR TRUE)");
    }
  },

  /** What waits for a receiver that is back goes out in any order. */
  DRAIN_IGNORES_THE_ORDER {
    @Override
    String rewrite(String sql) {
      return sql.contains("AND seq > ? AND seq <= ?")
          ? sql.replace("ORDER BY seq LIMIT", "ORDER BY seq DESC LIMIT")
          : sql;
    }
  },

  /** The success of its neighbours brings a poisonous delivery forward. */
  DRAIN_TAKES_WHAT_FAILED_BEFORE {
    @Override
    long firstSeed() {
      return 89;
    }

    @Override
    String rewrite(String sql) {
      return sql.replace("failed_at >= ?)", "failed_at >= ? OR TRUE)");
    }
  },

  /** Behind a failing receiver, no window ever runs out. */
  FAILED_PROBE_STARTS_NO_WINDOW {
    @Override
    long firstSeed() {
      return 162;
    }

    @Override
    String rewrite(String sql) {
      return sql.replace(
          "SET window_start = ?, failed_at",
          "SET window_start = CASE WHEN CAST(? AS TIMESTAMP) IS NULL THEN NULL END, failed_at");
    }
  },

  /** What is left of a range goes with it. */
  BROKEN_RANGE_LEAVES_NOTHING {
    @Override
    String rewrite(String sql) {
      return isBreakingUp(sql) ? sql + " AND FALSE" : sql;
    }
  },

  /** What is acked already is told again when its range breaks up. */
  BROKEN_RANGE_FORGETS_ACKS {
    @Override
    long firstSeed() {
      return 68;
    }

    @Override
    String rewrite(String sql) {
      return isBreakingUp(sql) ? sql.replace("a.seq = d.seq", "a.seq = d.seq AND FALSE") : sql;
    }
  },

  /** A receiver that asked for time gets none. */
  RETRY_AFTER_HOLDS_NOBODY {
    @Override
    String rewrite(String sql) {
      return sql.startsWith("UPDATE tireless_receiver SET paused_until") ? sql + " AND FALSE" : sql;
    }
  };

  /** Where the search for a life that catches it begins: at one that did, to save the others. */
  long firstSeed() {
    return 1;
  }

  String rewrite(String sql) {
    return sql;
  }

  PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    return connection.prepareStatement(rewrite(sql));
  }

  Channel between(Channel channel) {
    return this == RECORD_BEFORE_SEND ? new EarlyAck(channel) : channel;
  }

  private static boolean isBreakingUp(String sql) {
    return sql.startsWith("INSERT INTO tireless_due") && sql.contains("FROM tireless_range");
  }

  /** Runs a batch row by row and takes a duplicate for done. */
  private static PreparedStatement ignoringConflicts(PreparedStatement real) {
    List<Object[]> rows = new ArrayList<>();
    List<Object> row = new ArrayList<>();
    return SimulatedDatabase.proxy(
        PreparedStatement.class,
        (self, method, args) -> {
          switch (method.getName()) {
            case "setObject" -> {
              row.add(args[1]);
              SimulatedDatabase.invoke(real, method, args);
            }
            case "addBatch" -> {
              rows.add(row.toArray());
              row.clear();
            }
            case "executeBatch" -> {
              return rows.stream().mapToInt(values -> insert(real, values)).toArray();
            }
            default -> {
              return SimulatedDatabase.invoke(real, method, args);
            }
          }
          return null;
        });
  }

  private static int insert(PreparedStatement statement, Object[] values) {
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    } catch (SQLException e) {
      if (Dialect.isDuplicate(e)) {
        return 1;
      }
      throw new IllegalStateException("insert " + Arrays.toString(values), e);
    }
  }
}
