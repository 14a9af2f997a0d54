package dev.tireless.http;

import dev.tireless.Receiver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets at most {@link Receiver#maxInFlight()} exchanges of a receiver run at one time, the others
 * wait in order; and keeps the connections of those that ended well, no more than that with the
 * used ones. Receivers share none, so that none waits for another. Belongs to one event loop.
 */
final class Connections {

  private final Map<Key, Line> lines = new HashMap<>();
  private final Duration idleKeepAlive;

  Connections(Duration idleKeepAlive) {
    this.idleKeepAlive = idleKeepAlive;
  }

  private record Key(String tenant, String receiver) {}

  /** The place of one exchange. */
  interface Place {

    /** A kept connection to there, or null. */
    @Nullable Connection take(Endpoint endpoint);

    /** Makes room for a connection beside those that are in use. */
    void makeRoom();

    /** Gives back a connection, which is as good as before. */
    void keep(Connection connection);

    /** Gives back the place, once. */
    void leave();
  }

  /** Hands over a place as soon as one is free, perhaps at once. */
  void enter(Receiver receiver, Consumer<Place> exchange) {
    Key key = new Key(receiver.tenant(), receiver.id());
    Line line = lines.computeIfAbsent(key, Line::new);
    line.places = receiver.maxInFlight();
    line.waiting.add(exchange);
    line.admit();
  }

  /** Closes what nobody has used for longer than it should be kept. */
  void closeIdle() {
    long now = System.nanoTime();
    for (Line line : List.copyOf(lines.values())) {
      line.closeIdle(now);
    }
  }

  /** Closes what nobody uses. */
  void closeAll() {
    for (Line line : List.copyOf(lines.values())) {
      List.copyOf(line.idle).forEach(Connection::hangUp);
    }
  }

  private final class Line implements Place {

    private final Key key;
    private final Queue<Consumer<Place>> waiting = new ArrayDeque<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private int places;
    private int taken;
    private boolean admitting;

    Line(Key key) {
      this.key = key;
    }

    /** An exchange may leave while it is admitted: a loop, for thousands may do so in a row. */
    void admit() {
      if (admitting) {
        return;
      }
      admitting = true;
      try {
        while (taken < places && !waiting.isEmpty()) {
          taken++;
          waiting.remove().accept(this);
        }
      } finally {
        admitting = false;
      }
      removeIfEmpty();
    }

    @Override
    public @Nullable Connection take(Endpoint endpoint) {
      long now = System.nanoTime();
      Iterator<Connection> latest = idle.descendingIterator();
      while (latest.hasNext()) {
        Connection connection = latest.next();
        if (connection.isReady(endpoint, now)) {
          latest.remove();
          return connection;
        }
      }
      return null;
    }

    @Override
    public void makeRoom() {
      while (!idle.isEmpty() && taken + idle.size() > places) {
        idle.remove().close();
      }
    }

    @Override
    public void keep(Connection connection) {
      idle.add(connection);
      connection.rest(System.nanoTime(), idleKeepAlive, () -> forget(connection));
    }

    @Override
    public void leave() {
      taken--;
      admit();
    }

    void closeIdle(long now) {
      idle.stream().filter(c -> c.isOverdue(now)).toList().forEach(Connection::close);
    }

    private void forget(Connection ended) {
      idle.remove(ended);
      removeIfEmpty();
    }

    private void removeIfEmpty() {
      if (taken == 0 && idle.isEmpty() && waiting.isEmpty()) {
        lines.remove(key, this);
      }
    }
  }
}
