package dev.tireless.rocketmq;

import static org.awaitility.Awaitility.await;

import dev.tireless.deliver.Carried;
import dev.tireless.deliver.Carried.Confirmation;
import dev.tireless.testing.SettableClock;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class ConfirmerTest {

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void outlivesAnError() {
    try (TestTables tables = new TestTables()) {
      BrokenDriver driver = new BrokenDriver(tables.dataSource());
      Carried carried = new Carried(driver, "test", new SettableClock(START));
      driver.broken = true;
      try (Confirmer confirmer = new Confirmer(carried)) {
        confirmer.confirm(confirmation("ntf_1"));
        await().atMost(DEADLINE).until(() -> driver.asked.get() == 2);

        confirmer.confirm(confirmation("ntf_2"));
        await().atMost(DEADLINE).until(() -> driver.asked.get() == 4);
      }
    }
  }

  private static Confirmation confirmation(String id) {
    return new Confirmation(id, START, Duration.ZERO, "");
  }

  /** A class of it is missing. */
  private static final class BrokenDriver implements DataSource {

    private final DataSource real;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean broken;

    private BrokenDriver(DataSource real) {
      this.real = real;
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (broken) {
        asked.incrementAndGet();
        throw new NoClassDefFoundError("org/example/Driver");
      }
      return real.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
      return real.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
      return real.isWrapperFor(type);
    }
  }
}
