package dev.tireless.demo.account;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * Brings deliveries of one recharge together between their check and their insert: the account's
 * row is locked until all of them stand either before it or before the receipt that the first one
 * holds.
 */
final class HeldAccount {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String HOLD =
      "SELECT account_balance FROM account_info WHERE account_no = ? FOR UPDATE";
  private static final String STANDING =
      """
      SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS
      WHERE SESSION_ID <> SESSION_ID()
        AND (LOWER(EXECUTING_STATEMENT) LIKE 'update account_info%'
             OR LOWER(EXECUTING_STATEMENT) LIKE '%tireless_receipt%')""";

  private HeldAccount() {}

  /** Runs the deliveries, each in a thread of its own; what they throw is not looked at. */
  static void meet(DataSource database, String accountNo, List<Runnable> deliveries)
      throws Exception {
    AtomicBoolean released = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(deliveries.size());
    try (Connection holder = database.getConnection()) {
      holder.setAutoCommit(false);
      hold(holder, accountNo);
      List<CompletableFuture<Void>> running =
          deliveries.stream()
              .map(delivery -> CompletableFuture.runAsync(until(released, delivery), threads))
              .toList();
      await().atMost(PATIENCE).until(() -> standing(holder) == deliveries.size());
      released.set(true);
      holder.commit();
      join(running);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Again when the database's patience ended before the others had come. */
  private static Runnable until(AtomicBoolean released, Runnable delivery) {
    return () -> {
      do {
        delivery.run();
      } while (!released.get());
    };
  }

  private static void hold(Connection holder, String accountNo) throws SQLException {
    try (PreparedStatement statement = holder.prepareStatement(HOLD)) {
      statement.setString(1, accountNo);
      statement.execute();
    }
  }

  private static long standing(Connection holder) throws SQLException {
    try (PreparedStatement statement = holder.prepareStatement(STANDING);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void join(List<CompletableFuture<Void>> running) throws Exception {
    for (CompletableFuture<Void> one : running) {
      one.handle((nothing, failure) -> failure).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }
}
