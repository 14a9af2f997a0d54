package dev.tireless.http.soak;

import dev.tireless.publish.Publisher;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Publishes in local transactions, some of which roll back, until closed. What was committed is
 * promised.
 */
final class PublishingApplication implements AutoCloseable {

  private static final Duration BETWEEN_TRANSACTIONS = Duration.ofMillis(20);
  private static final int MOST_IN_ONE = 4;

  private final DataSource dataSource;
  private final Publisher publisher;
  private final Random random;
  private final Set<String> promised;
  private final Thread thread = new Thread(this::run, "publish");
  private volatile boolean running = true;
  private int published;

  PublishingApplication(DataSource dataSource, Random random, Set<String> promised) {
    this.dataSource = dataSource;
    this.publisher = new Publisher(dataSource, Clock.systemUTC(), random);
    this.random = random;
    this.promised = promised;
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    running = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      while (running) {
        transact(connection);
        LockSupport.parkNanos(BETWEEN_TRANSACTIONS.toNanos());
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The publishing application failed", e);
    }
  }

  private void transact(Connection connection) throws SQLException {
    List<String> ids = new ArrayList<>();
    int count = random.nextInt(1, MOST_IN_ONE + 1);
    for (int i = 0; i < count; i++) {
      int number = ++published;
      ids.add(publisher.publish(connection, Topics.publication(number, "tx-" + number)).id());
    }
    if (random.nextInt(10) == 0) {
      connection.rollback();
    } else {
      connection.commit();
      promised.addAll(ids);
    }
  }
}
