package dev.tireless.http;

import dev.tireless.Receiver;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Lets at most {@link Receiver#maxInFlight()} exchanges of a receiver run at one time, and with
 * them as many connections; the others wait in order. Belongs to one event loop.
 *
 * <p>The client's own limit is per address. Receivers behind the same address must not wait for
 * each other, so it cannot do this.
 */
final class ConnectionLimit {

  private final Map<Key, Line> lines = new HashMap<>();

  private record Key(String tenant, String receiver) {}

  /** Completes when a place is free, with what must be run to give it back. */
  Future<Runnable> enter(Receiver receiver) {
    Key key = new Key(receiver.tenant(), receiver.id());
    Line line = lines.computeIfAbsent(key, Line::new);
    line.places = receiver.maxInFlight();
    Promise<Runnable> promise = Promise.promise();
    line.waiting.add(promise);
    line.admit();
    return promise.future();
  }

  private final class Line {

    private final Key key;
    private final Queue<Promise<Runnable>> waiting = new ArrayDeque<>();
    private int places;
    private int taken;

    Line(Key key) {
      this.key = key;
    }

    void admit() {
      while (taken < places && !waiting.isEmpty()) {
        taken++;
        waiting.remove().complete(this::leave);
      }
    }

    private void leave() {
      taken--;
      admit();
      if (taken == 0) {
        lines.remove(key);
      }
    }
  }
}
