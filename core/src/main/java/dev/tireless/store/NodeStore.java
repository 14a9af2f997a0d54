package dev.tireless.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * The engines that run on this database, as their heartbeats tell. All times are the database's
 * own, in UTC, so that a node's wrong clock neither makes it look alive nor others look dead.
 */
public final class NodeStore {

  private static final String BEAT = "UPDATE tireless_node SET heartbeat_at = %s WHERE node = ?";
  private static final String ENTER =
      "INSERT INTO tireless_node (node, started_at, heartbeat_at) VALUES (?, %1$s, %1$s)";
  private static final String LEAVE = "DELETE FROM tireless_node WHERE node = ?";
  private static final String FORGET = "DELETE FROM tireless_node WHERE heartbeat_at <= ?";
  private static final String LIVE = "SELECT COUNT(*) FROM tireless_node WHERE heartbeat_at > ?";

  private final Dialect dialect;

  public NodeStore(Dialect dialect) {
    this.dialect = dialect;
  }

  /** The database's time; on H2 that of the transaction's start. */
  public Instant now(Connection c) throws SQLException {
    String question = "SELECT " + dialect.utcNow() + " AS utc_now";
    return Jdbc.query(c, question, row -> Jdbc.instant(row, "utc_now")).get(0);
  }

  /** The node starts, whatever is left of one of the same name. */
  public void enter(Connection c, String node) throws SQLException {
    leave(c, node);
    insert(c, node);
  }

  /** The node lives, even if others have forgotten it meanwhile. */
  public void beat(Connection c, String node) throws SQLException {
    if (Jdbc.update(c, BEAT.formatted(dialect.utcNow()), node) == 0) {
      insert(c, node);
    }
  }

  /** The node ends. */
  public void leave(Connection c, String node) throws SQLException {
    Jdbc.update(c, LEAVE, node);
  }

  /** Removes the nodes that gave no sign of life for so long. */
  public void forget(Connection c, Duration silence) throws SQLException {
    Jdbc.update(c, FORGET, now(c).minus(silence));
  }

  /** How many nodes gave a sign of life within that time. */
  public int live(Connection c, Duration within) throws SQLException {
    return Jdbc.query(c, LIVE, row -> row.getInt(1), now(c).minus(within)).get(0);
  }

  private void insert(Connection c, String node) throws SQLException {
    Jdbc.insertIfAbsent(c, dialect, ENTER.formatted(dialect.utcNow()), "node", node);
  }
}
