package dev.tireless.spring.receive;

import dev.tireless.receive.LocalTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * A transaction of Spring's own making, always a new one. {@code JdbcTemplate}, {@code JdbcClient},
 * JPA and {@code @Transactional} methods that the work calls join it.
 */
record SpringTransaction(DataSource dataSource, PlatformTransactionManager transactions)
    implements LocalTransaction {

  @Override
  public <T> T run(Work<T> work) throws Exception {
    TransactionStatus status = transactions.getTransaction(aNewOne());
    T result = resultOf(work, status);
    transactions.commit(status);
    return result;
  }

  private <T> T resultOf(Work<T> work, TransactionStatus status) throws Exception {
    try {
      return onItsConnection(work);
    } catch (Throwable e) {
      rollBack(status, e);
      throw e;
    }
  }

  private <T> T onItsConnection(Work<T> work) throws Exception {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      requireTransaction(connection);
      return work.run(connection);
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }

  private void requireTransaction(Connection connection) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new IllegalStateException(
          "%s does not expose a transaction on the data source of the inbox"
              .formatted(transactions.getClass().getName()));
    }
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
