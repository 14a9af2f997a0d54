package dev.tireless.deliver;

/** This node's part of the limits that hold over all nodes of a database. Thread-safe. */
final class NodeShare {

  private volatile int liveNodes = 1;

  /** So many nodes share the limits, this one included. */
  void divideBy(int nodes) {
    liveNodes = Math.max(1, nodes);
  }

  int liveNodes() {
    return liveNodes;
  }

  int of(int limit) {
    return of(limit, liveNodes);
  }

  /** Rounded up, and never 0: a receiver that no node may tell anything would get nothing. */
  static int of(int limit, int nodes) {
    return Math.max(1, (limit + nodes - 1) / nodes);
  }
}
