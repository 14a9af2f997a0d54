package dev.tireless.spring;

import dev.tireless.Publication;
import dev.tireless.publish.Published;
import dev.tireless.publish.Publisher;
import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Publishes within the current Spring transaction: the notification exists exactly when the
 * business of that transaction does, and is sent right after its commit.
 *
 * <p>Works with every transaction manager that exposes its JDBC connection: Spring's for JDBC, and
 * for JPA. Thread-safe.
 */
public final class SpringPublisher {

  private final DataSource dataSource;
  private final Publisher publisher;
  private final WakeUp wakeUp;

  /**
   * @param dataSource of the transactions to publish in
   * @param afterCommit called once after the commit of each transaction that published
   */
  public SpringPublisher(DataSource dataSource, Publisher publisher, Runnable afterCommit) {
    this.dataSource = dataSource;
    this.publisher = publisher;
    this.wakeUp = new WakeUp(afterCommit);
  }

  /**
   * Publishes; idempotent on (tenant, topic, subject, version).
   *
   * @throws IllegalStateException without an active transaction on the data source
   * @throws dev.tireless.ConflictException when another payload stands under the same key
   * @throws IllegalArgumentException when a receiver in {@code to} does not exist
   * @throws dev.tireless.TirelessException when the database fails
   */
  public Published publish(Publication publication) {
    requireTransaction(publication);
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      Published published = publisher.publish(connection, publication);
      TransactionSynchronizationManager.registerSynchronization(wakeUp);
      return published;
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }

  private static void requireTransaction(Publication p) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(
          "No transaction is active to publish %s/%s in: call it from a @Transactional method"
              .formatted(p.topic(), p.subject()));
    }
  }

  /** Always the same object: a transaction keeps its synchronizations in a set, so it runs once. */
  private record WakeUp(Runnable afterTheCommit) implements TransactionSynchronization {

    @Override
    public void afterCommit() {
      afterTheCommit.run();
    }
  }
}
