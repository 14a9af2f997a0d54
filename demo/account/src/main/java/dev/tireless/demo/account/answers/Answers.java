package dev.tireless.demo.account.answers;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The switch and whoever waits for it to move. Thread-safe: nobody who begins to wait can miss a
 * move.
 */
@Component
class Answers {

  private final List<Runnable> waiting = new ArrayList<>();
  private Switch position = Switch.NORMAL;

  synchronized Switch position() {
    return position;
  }

  /** Moves the switch and lets everybody go on who waits for that. */
  void move(Switch to) {
    change(to).forEach(Runnable::run);
  }

  /** Remembers what to run at the next move; false when the switch has left the position. */
  synchronized boolean awaitMoveFrom(Switch expected, Runnable then) {
    return position.equals(expected) && waiting.add(then);
  }

  synchronized void forget(Runnable then) {
    waiting.remove(then);
  }

  private synchronized List<Runnable> change(Switch to) {
    List<Runnable> released = List.copyOf(waiting);
    waiting.clear();
    position = to;
    return released;
  }
}
