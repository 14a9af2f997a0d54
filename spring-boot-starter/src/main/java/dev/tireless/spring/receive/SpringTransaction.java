package dev.tireless.spring.receive;

import dev.tireless.LocalTransaction;
import java.sql.Connection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A transaction of Spring's own making, always a new one. {@code JdbcTemplate}, {@code JdbcClient},
 * JPA and {@code @Transactional} methods that the work calls join it.
 */
record SpringTransaction(DataSource dataSource, PlatformTransactionManager transactions)
    implements LocalTransaction {

  @Override
  public <T> T run(Work<T> work) throws Exception {
    Object outer = boundConnection();
    TransactionStatus status = transactions.getTransaction(aNewOne());
    T result = resultOf(work, status, outer);
    transactions.commit(status);
    return result;
  }

  private <T> T resultOf(Work<T> work, TransactionStatus status, @Nullable Object outer)
      throws Exception {
    try {
      requireConnectionOtherThan(outer);
      return onItsConnection(work);
    } catch (Throwable e) {
      rollBack(status, e);
      throw e;
    }
  }

  private <T> T onItsConnection(Work<T> work) throws Exception {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      return work.run(connection);
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }

  /**
   * The manager of a transaction on our data source binds its connection at the start. That of
   * another resource does not, and whatever we wrote would be rolled back after its commit.
   */
  private void requireConnectionOtherThan(@Nullable Object outer) {
    Object bound = boundConnection();
    if (bound == null || bound == outer) {
      throw new IllegalStateException(
          "%s does not expose a transaction on the data source with Tireless' tables"
              .formatted(transactions.getClass().getName()));
    }
  }

  // Spring's manager knows under what a data source behind a TransactionAwareDataSourceProxy binds.
  private @Nullable Object boundConnection() {
    return TransactionSynchronizationManager.getResource(
        new DataSourceTransactionManager(dataSource).getResourceFactory());
  }

  private void rollBack(TransactionStatus status, Throwable cause) {
    try {
      transactions.rollback(status);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private static TransactionDefinition aNewOne() {
    return new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }
}
