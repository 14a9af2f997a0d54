package dev.tireless.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.ConflictException;
import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.publish.Publisher;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Publishing joins Spring's transaction and wakes the engine after it. */
class SpringPublisherTest {

  private final TestDatabase database = TestDatabases.h2();
  private final DataSource dataSource = database.dataSource();
  private final TransactionTemplate transaction =
      new TransactionTemplate(new JdbcTransactionManager(dataSource));
  private final AtomicInteger wakeUps = new AtomicInteger();
  private final SpringPublisher publisher = publisherOn(dataSource);

  @BeforeEach
  void createTables() {
    new ResourceDatabasePopulator(new ClassPathResource("db/tireless/h2/V1__tireless.sql"))
        .execute(dataSource);
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void publishesWithTheTransaction() {
    transaction.executeWithoutResult(status -> publisher.publish(result("tx1")));

    assertThat(published()).isEqualTo(1);
    assertThat(wakeUps).hasValue(1);
  }

  @Test
  void publishesNothingWhenTheTransactionRollsBack() {
    transaction.executeWithoutResult(
        status -> {
          publisher.publish(result("tx1"));
          status.setRollbackOnly();
        });

    assertThat(published()).isZero();
    assertThat(wakeUps).hasValue(0);
  }

  @Test
  void refusesToPublishWithoutATransaction() {
    assertThatThrownBy(() -> publisher.publish(result("tx1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("No transaction is active")
        .hasMessageContaining("recharge.completed/tx1");

    assertThat(published()).isZero();
  }

  @Test
  void refusesATransactionOfAnotherDatabase() {
    try (TestDatabase other = TestDatabases.h2()) {
      TransactionTemplate elsewhere =
          new TransactionTemplate(new JdbcTransactionManager(other.dataSource()));

      assertThatThrownBy(
              () -> elsewhere.executeWithoutResult(status -> publisher.publish(result("tx1"))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not one on the data source");
    }
    assertThat(published()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesATransactionOfAnotherDatabaseWhereConnectionsComeWithoutAutoCommit(boolean inUse) {
    try (TestDatabase other = TestDatabases.h2();
        HikariDataSource pool = withoutAutoCommit()) {
      TransactionTemplate elsewhere =
          new TransactionTemplate(new JdbcTransactionManager(other.dataSource()));
      SpringPublisher ours = publisherOn(pool);

      assertThatThrownBy(
              () ->
                  elsewhere.executeWithoutResult(
                      status -> {
                        if (inUse) {
                          count(pool);
                        }
                        ours.publish(result("tx1"));
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not one on the data source")
          .hasMessageContaining("recharge.completed/tx1");
    }
    assertThat(published()).isZero();
  }

  @Test
  void publishesWhereConnectionsComeWithoutAutoCommit() {
    try (HikariDataSource pool = withoutAutoCommit()) {
      SpringPublisher ours = publisherOn(pool);

      new TransactionTemplate(new JdbcTransactionManager(pool))
          .executeWithoutResult(status -> ours.publish(result("tx1")));
    }
    assertThat(published()).isEqualTo(1);
  }

  @Test
  void seesThroughATransactionAwareDataSource() {
    SpringPublisher aware = publisherOn(new TransactionAwareDataSourceProxy(dataSource));

    transaction.executeWithoutResult(status -> aware.publish(result("tx1")));

    assertThat(published()).isEqualTo(1);
  }

  @Test
  void wakesTheEngineOncePerTransaction() {
    transaction.executeWithoutResult(
        status -> {
          publisher.publish(result("tx1"));
          publisher.publish(result("tx2"));
          publisher.publish(result("tx3"));
        });

    assertThat(published()).isEqualTo(3);
    assertThat(wakeUps).hasValue(1);
  }

  @Test
  void keepsWhatAnInnerTransactionPublishedWhenTheOuterRollsBack() {
    TransactionTemplate inner = new TransactionTemplate(transaction.getTransactionManager());
    inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

    transaction.executeWithoutResult(
        outer -> {
          publisher.publish(result("outer"));
          inner.executeWithoutResult(status -> publisher.publish(result("inner")));
          outer.setRollbackOnly();
        });

    assertThat(published()).isEqualTo(1);
    assertThat(wakeUps).hasValue(1);
  }

  @Test
  void leavesTheTransactionUsableAfterAConflict() {
    transaction.executeWithoutResult(status -> publisher.publish(result("tx1")));

    transaction.executeWithoutResult(
        status -> {
          Publication other =
              Publication.of("recharge.completed", "tx1", Payload.of("another payload"));
          assertThatThrownBy(() -> publisher.publish(other)).isInstanceOf(ConflictException.class);
          publisher.publish(result("tx2"));
        });

    assertThat(published()).isEqualTo(2);
  }

  private static Publication result(String subject) {
    return Publication.of("recharge.completed", subject, Payload.of("{}"));
  }

  private SpringPublisher publisherOn(DataSource source) {
    return new SpringPublisher(
        source,
        new Publisher(source, Clock.systemUTC(), new SecureRandom()),
        wakeUps::incrementAndGet);
  }

  private HikariDataSource withoutAutoCommit() {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setAutoCommit(false);
    return pool;
  }

  private long published() {
    return count(dataSource);
  }

  private static long count(DataSource source) {
    return new JdbcTemplate(source)
        .queryForObject("SELECT COUNT(*) FROM tireless_outbox", Long.class);
  }
}
