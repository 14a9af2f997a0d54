package dev.tireless.deliver;

import dev.tireless.store.Database;
import dev.tireless.store.NodeStore;
import java.time.Clock;
import java.time.Duration;

/**
 * This node among those on its database: tells that it lives, counts the others, by whose number
 * they divide the limits, and watches its clock. One thread beats; any may ask.
 */
final class Heartbeat {

  static final Duration INTERVAL = Duration.ofSeconds(2);

  /** Whoever missed so many beats is taken for dead, and the others take over its share. */
  static final Duration LIFE = INTERVAL.multipliedBy(5);

  /** By default names are made anew at each start, so the dead ones would pile up. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final Database database;
  private final NodeStore nodes;
  private final NodeShare share;
  private final String node;
  private final ClockWatch clocks;

  Heartbeat(Database database, NodeShare share, EngineSettings settings, Clock clock) {
    this.database = database;
    this.nodes = new NodeStore(database.dialect());
    this.share = share;
    this.node = settings.node();
    this.clocks = new ClockWatch(database, nodes, settings, clock);
  }

  ClockWatch clocks() {
    return clocks;
  }

  /** Joins the others; refuses to when this node's clock is wrong. */
  void enter() {
    clocks.require();
    int live =
        database.inTransaction(
            "enter node " + node,
            c -> {
              nodes.forget(c, REMEMBERED);
              nodes.enter(c, node);
              return nodes.live(c, LIFE);
            });
    share.divideBy(live);
  }

  /**
   * Compares the clocks, tells that this node lives, and learns who else does. While its clock is
   * wrong it takes nothing, so the others get its share.
   */
  void beat() {
    clocks.check();
    if (clocks.fault() == null) {
      tell();
    } else {
      leave();
    }
  }

  private void tell() {
    int live =
        database.inTransaction(
            "tell that node " + node + " lives",
            c -> {
              nodes.beat(c, node);
              return nodes.live(c, LIFE);
            });
    share.divideBy(live);
  }

  /** Leaves its share to the others. */
  void leave() {
    database.inTransaction(
        "remove node " + node,
        c -> {
          nodes.leave(c, node);
          return node;
        });
  }
}
