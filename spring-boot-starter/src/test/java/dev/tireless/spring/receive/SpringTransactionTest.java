package dev.tireless.spring.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

/** The inbox's transactions by Spring's means. */
class SpringTransactionTest {

  private final TestDatabase database = TestDatabases.h2();
  private final DataSource dataSource = database.dataSource();
  private final JdbcTransactionManager manager = new JdbcTransactionManager(dataSource);
  private final SpringTransaction transaction = new SpringTransaction(dataSource, manager);
  private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);

  @BeforeEach
  void createTable() {
    jdbc.execute("CREATE TABLE effect (id INT PRIMARY KEY)");
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void commitsWhatJdbcTemplateDoes() throws Exception {
    int rows = transaction.run(c -> jdbc.update("INSERT INTO effect VALUES (1)"));

    assertThat(rows).isEqualTo(1);
    assertThat(effects()).isEqualTo(1);
  }

  @Test
  void throwsTheVeryExceptionOfTheWorkAfterTheRollback() {
    IOException thrown = new IOException("of the work");

    assertThatThrownBy(
            () ->
                transaction.run(
                    c -> {
                      jdbc.update("INSERT INTO effect VALUES (1)");
                      throw thrown;
                    }))
        .isSameAs(thrown);
    assertThat(effects()).isZero();
  }

  @Test
  void neverJoinsATransactionThatIsOpen() {
    new TransactionTemplate(manager)
        .executeWithoutResult(
            outer -> {
              runUnchecked("INSERT INTO effect VALUES (1)");
              outer.setRollbackOnly();
            });

    assertThat(effects()).isEqualTo(1);
  }

  @Test
  void failsWhenAnInnerMethodDecidedToRollBack() {
    TransactionTemplate inner = new TransactionTemplate(manager);

    assertThatThrownBy(
            () ->
                transaction.run(
                    c -> {
                      inner.executeWithoutResult(status -> status.setRollbackOnly());
                      return jdbc.update("INSERT INTO effect VALUES (1)");
                    }))
        .isInstanceOf(UnexpectedRollbackException.class);
    assertThat(effects()).isZero();
  }

  @Test
  void refusesAManagerOfAnotherDatabase() {
    try (TestDatabase other = TestDatabases.h2()) {
      SpringTransaction wrong =
          new SpringTransaction(dataSource, new JdbcTransactionManager(other.dataSource()));

      assertThatThrownBy(() -> wrong.run(c -> jdbc.update("INSERT INTO effect VALUES (1)")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not expose a transaction");
    }
    assertThat(effects()).isZero();
  }

  @Test
  void refusesAManagerOfAnotherDatabaseWhereConnectionsComeWithoutAutoCommit() {
    try (TestDatabase other = TestDatabases.h2();
        HikariDataSource pool = withoutAutoCommit()) {
      SpringTransaction wrong =
          new SpringTransaction(pool, new JdbcTransactionManager(other.dataSource()));

      assertThatThrownBy(
              () -> wrong.run(c -> new JdbcTemplate(pool).update("INSERT INTO effect VALUES (1)")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not expose a transaction");
    }
    assertThat(effects()).isZero();
  }

  @Test
  void refusesAManagerOfAnotherDatabaseWithinATransactionOnItsOwn() {
    try (TestDatabase other = TestDatabases.h2()) {
      SpringTransaction wrong =
          new SpringTransaction(dataSource, new JdbcTransactionManager(other.dataSource()));

      new TransactionTemplate(manager)
          .executeWithoutResult(
              outer ->
                  assertThatThrownBy(
                          () -> wrong.run(c -> jdbc.update("INSERT INTO effect VALUES (1)")))
                      .hasMessageContaining("does not expose a transaction"));
    }
    assertThat(effects()).isZero();
  }

  @Test
  void seesThroughATransactionAwareDataSource() throws Exception {
    SpringTransaction aware =
        new SpringTransaction(new TransactionAwareDataSourceProxy(dataSource), manager);

    aware.run(c -> jdbc.update("INSERT INTO effect VALUES (1)"));

    assertThat(effects()).isEqualTo(1);
  }

  private HikariDataSource withoutAutoCommit() {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setAutoCommit(false);
    return pool;
  }

  private void runUnchecked(String sql) {
    try {
      transaction.run(c -> jdbc.update(sql));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private long effects() {
    return jdbc.queryForObject("SELECT COUNT(*) FROM effect", Long.class);
  }
}
