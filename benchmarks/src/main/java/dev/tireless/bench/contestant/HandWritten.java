package dev.tireless.bench.contestant;

import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.bench.load.Message;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox that people write by hand, done well: a row per transaction; one poller that claims
 * batches and does not pause while there is work; 32 senders with kept-alive connections, each of
 * which marks its row as sent in a transaction of its own, and tries again later what failed.
 */
public final class HandWritten implements Contestant {

  private static final Logger log = LoggerFactory.getLogger(HandWritten.class);

  private static final int SENDERS = 32;
  private static final Duration IDLE = Duration.ofMillis(10);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Stage stage;
  private final HikariDataSource pool;
  private final Business business;
  private final OutboxTable outbox;
  private final Poster poster;
  private final BlockingQueue<Parcel> claimed = new ArrayBlockingQueue<>(OutboxTable.BATCH);
  private final List<Thread> threads = new ArrayList<>();

  public HandWritten(Stage stage) {
    this.stage = stage;
    stage.database().run(OutboxTable.script(stage.database().store()));
    pool = stage.database().pool("outbox", Stage.BUSINESS_THREADS + SENDERS + 1, false);
    business = new Business(stage);
    outbox = new OutboxTable(stage.database().store());
    poster = new Poster(stage);
    start("outbox-poller", this::poll);
    for (int i = 0; i < SENDERS; i++) {
      start("outbox-sender-" + i, this::sendNext);
    }
  }

  @Override
  public CompletionStage<?> announce(Message message) throws SQLException {
    String id = new UUID(stage.random().nextLong(), stage.random().nextLong()).toString();
    try (Connection connection = pool.getConnection()) {
      business.run(connection, message);
      outbox.insert(connection, id, message, stage.clock().instant());
      connection.commit();
    }
    return CompletableFuture.completedFuture(message);
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    threads.forEach(HandWritten::join);
    poster.close();
    pool.close();
  }

  private interface Step {
    void run() throws SQLException, IOException, InterruptedException;
  }

  private void start(String name, Step step) {
    Thread thread = new Thread(() -> repeat(step), name);
    threads.add(thread);
    thread.start();
  }

  private static void repeat(Step step) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        step.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (SQLException | IOException | RuntimeException e) {
        log.warn("The outbox goes on", e);
      }
    }
  }

  private void poll() throws SQLException, InterruptedException {
    List<Parcel> rows;
    try (Connection connection = pool.getConnection()) {
      rows = outbox.claim(connection, stage.clock().instant());
      connection.commit();
    }
    for (Parcel row : rows) {
      claimed.put(row);
    }
    if (rows.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(IDLE.toMillis());
    }
  }

  private void sendNext() throws SQLException, InterruptedException {
    Parcel row = claimed.take();
    boolean acked = acked(row);
    try (Connection connection = pool.getConnection()) {
      if (acked) {
        outbox.sent(connection, row, stage.clock().instant());
      } else {
        outbox.again(connection, row, stage.clock().instant().plus(RETRY));
      }
      connection.commit();
    }
  }

  private boolean acked(Parcel row) {
    try {
      return poster.post(row);
    } catch (IOException e) {
      return false;
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
