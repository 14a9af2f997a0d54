package dev.tireless.bench.contestant;

import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.bench.load.Message;
import dev.tireless.publish.Publisher;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tireless, published in the transaction of the business. */
public final class TirelessInTransaction implements Contestant {

  private final TirelessEngine tireless;
  private final HikariDataSource pool;
  private final Publisher publisher;
  private final Business business;

  public TirelessInTransaction(Stage stage) {
    tireless = new TirelessEngine(stage);
    pool = stage.database().pool("business", Stage.BUSINESS_THREADS, false);
    publisher = new Publisher(pool, stage.clock(), stage.random());
    business = new Business(stage);
    tireless.engine().start();
  }

  @Override
  public CompletionStage<?> announce(Message message) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      business.run(connection, message);
      publisher.publish(connection, TirelessEngine.publication(message));
      connection.commit();
    }
    tireless.engine().wakeUp();
    return CompletableFuture.completedFuture(message);
  }

  @Override
  public void close() {
    tireless.close();
    pool.close();
  }
}
