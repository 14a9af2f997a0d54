package dev.tireless.bench.contestant;

import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.ExecutorSubmitter;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.ThreadLocalContextTransactionManager;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.Payload;
import dev.tireless.bench.load.Message;
import dev.tireless.bench.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * gruelbox' transaction-outbox as its README sets it up: it submits to an executor right after the
 * commit, and a background thread flushes what was left over. 64 threads, for on 17 there are no
 * virtual ones; the queue holds the whole backlog of the load, as its default one does.
 */
public final class TransactionOutboxLibrary implements Contestant {

  private static final Logger log = LoggerFactory.getLogger(TransactionOutboxLibrary.class);

  private static final int THREADS = 64;
  private static final int QUEUE = 16_384;
  private static final Duration BETWEEN_FLUSHES = Duration.ofSeconds(1);

  private final Stage stage;
  private final HikariDataSource pool;
  private final Business business;
  private final Poster poster;
  private final ThreadLocalContextTransactionManager transactions;
  private final TransactionOutbox outbox;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE));
  private final Thread flusher = new Thread(this::flush, "outbox-flusher");

  /** What is scheduled; the library makes the interface's calls durable. */
  public interface Sending {
    void send(String id, int receiver, String subject, long number, String body);
  }

  public TransactionOutboxLibrary(Stage stage) {
    this.stage = stage;
    pool = stage.database().pool("outbox", Stage.BUSINESS_THREADS + THREADS + 2, false);
    business = new Business(stage);
    poster = new Poster(stage);
    transactions = TransactionManager.fromDataSource(pool);
    outbox =
        TransactionOutbox.builder()
            .transactionManager(transactions)
            .persistor(Persistor.forDialect(dialect(stage.database().store())))
            .instantiator(Instantiator.using(type -> (Sending) this::send))
            .submitter(
                ExecutorSubmitter.builder()
                    .executor(executor)
                    .logLevelWorkQueueSaturation(Level.DEBUG)
                    .build())
            .attemptFrequency(Duration.ofSeconds(5))
            .build();
    flusher.start();
  }

  @Override
  public CompletionStage<?> announce(Message message) throws SQLException {
    String id = new UUID(stage.random().nextLong(), stage.random().nextLong()).toString();
    String body = new String(message.body(), StandardCharsets.US_ASCII);
    transactions.inTransactionThrows(
        transaction -> {
          business.run(transaction.connection(), message);
          outbox
              .schedule(Sending.class)
              .send(id, message.receiver(), message.subject(), message.number(), body);
        });
    return CompletableFuture.completedFuture(message);
  }

  @Override
  public void close() {
    flusher.interrupt();
    executor.shutdownNow();
    try {
      flusher.join();
      executor.awaitTermination(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    poster.close();
    pool.close();
  }

  private void send(String id, int receiver, String subject, long number, String body) {
    try {
      if (!poster.post(new Parcel(number + 1, id, receiver, subject, Payload.of(body), 1))) {
        throw new IllegalStateException("No ack for " + id);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not send " + id, e);
    }
  }

  /** The loop of the README, only with a shorter pause. */
  private void flush() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        while (outbox.flush()) {
          // until there is nothing left to flush
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN_FLUSHES.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        log.warn("Flushing goes on", e);
      }
    }
  }

  private static Dialect dialect(Store store) {
    return switch (store) {
      case POSTGRESQL -> Dialect.POSTGRESQL_9;
      case MARIADB -> Dialect.MY_SQL_8;
      case H2 -> Dialect.H2;
    };
  }
}
