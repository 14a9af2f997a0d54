package dev.tireless.spring;

import dev.tireless.Publication;
import dev.tireless.publish.Published;
import dev.tireless.publish.Publisher;
import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
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
  private final DataSourceTransactionManager transactions;
  private final WakeUp wakeUp;

  /**
   * @param dataSource of the transactions to publish in
   * @param afterCommit called once after the commit of each transaction that published
   */
  public SpringPublisher(DataSource dataSource, Publisher publisher, Runnable afterCommit) {
    this.dataSource = dataSource;
    this.publisher = publisher;
    this.transactions = new DataSourceTransactionManager(dataSource);
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

  private void requireTransaction(Publication p) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(
          "No transaction is active to publish %s/%s in: call it from a @Transactional method"
              .formatted(p.topic(), p.subject()));
    }
    if (!isOnOurDataSource()) {
      throw new IllegalStateException(
          ("The active transaction is not one on the data source to publish %s/%s in: does"
                  + " @Transactional name the transaction manager of another resource?")
              .formatted(p.topic(), p.subject()));
    }
  }

  /**
   * A transaction on our data source has its connection bound. So has, once somebody used it, a
   * plain connection within the transaction of another resource, which nobody will commit: Spring
   * synchronizes that one too, but has begun no transaction on it. That of JPA is not synchronized.
   */
  private boolean isOnOurDataSource() {
    Object bound = TransactionSynchronizationManager.getResource(transactions.getResourceFactory());
    return bound instanceof ConnectionHolder holder
        && (!holder.isSynchronizedWithTransaction() || hasBegun());
  }

  private boolean hasBegun() {
    try {
      transactions.getTransaction(
          new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_MANDATORY));
      return true;
    } catch (IllegalTransactionStateException e) {
      return false;
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
