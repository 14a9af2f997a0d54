package dev.tireless.rocketmq;

import dev.tireless.deliver.Carried;
import dev.tireless.deliver.Carried.Confirmation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the broker confirmed, many in one transaction, on a thread of its own. What it cannot
 * write, or has no time left to, is sent by the engine when its time comes.
 */
final class Confirmer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Confirmer.class);
  private static final int MAX_WAITING = 10_000;
  private static final int POLL_MILLIS = 200;
  private static final int END_MILLIS = 5_000;

  private final Carried carried;
  private final BlockingQueue<Confirmation> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Thread thread = new Thread(this::run, "tireless-confirm");
  private volatile boolean open = true;

  Confirmer(Carried carried) {
    this.carried = carried;
    thread.setDaemon(true);
    thread.start();
  }

  /** Never blocks. */
  void confirm(Confirmation confirmation) {
    if (!waiting.offer(confirmation)) {
      log.warn("{} is sent again: too much waits to be confirmed", confirmation.notificationId());
    }
  }

  @Override
  public void close() {
    open = false;
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (open || !waiting.isEmpty()) {
        Confirmation first = waiting.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<Confirmation> batch = new ArrayList<>(List.of(first));
          waiting.drainTo(batch, Carried.MAX_AT_ONCE - 1);
          write(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<Confirmation> batch) {
    try {
      carried.confirm(batch);
    } catch (RuntimeException | Error e) {
      log.debug("Could not confirm {} at once, so one by one", batch.size(), e);
      batch.forEach(this::writeAlone);
    }
  }

  // Of errors, too: without this thread everything would be sent twice, and nobody would know why.
  private void writeAlone(Confirmation confirmation) {
    try {
      carried.confirm(List.of(confirmation));
    } catch (RuntimeException e) {
      log.warn("{} is sent again: it could not be confirmed", confirmation.notificationId(), e);
    } catch (Error e) {
      log.error("{} is sent again: it could not be confirmed", confirmation.notificationId(), e);
    }
  }
}
