package dev.tireless.bench.load;

/**
 * What was announced and has not arrived. Loads wait here while it is too long: what is measured is
 * what a system sustains, not how fast it can pile up. Thread-safe.
 */
public final class Backlog {

  private final int limit;
  private long announced;
  private long arrived;

  /**
   * An empty backlog.
   *
   * @param limit how many messages may be announced and not arrived
   */
  public Backlog(int limit) {
    this.limit = limit;
  }

  /** Waits for room and gives the next message its number, from 0. */
  public synchronized long enter() throws InterruptedException {
    while (announced - arrived >= limit) {
      wait();
    }
    return announced++;
  }

  /** Sets how many have arrived in all. */
  public synchronized void arrived(long count) {
    if (count > arrived) {
      arrived = count;
      notifyAll();
    }
  }

  /** One that was announced will not arrive: it could not be made durable. */
  synchronized void fail() {
    arrived++;
    notifyAll();
  }
}
