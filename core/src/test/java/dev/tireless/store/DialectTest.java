package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that no test can provoke, by their SQLSTATE and the error code of MySQL. */
class DialectTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          08006,    0
          25006,    0
          53100,    0
          53300,    0
          57P01,    0
          57P02,    0
          57P03,    0
          25006, 1792
          HY000, 1290
          HY000, 1836
          HY000, 1114
          HY000, 1021
          90097, 90097
          """)
  void knowsADatabaseThatTakesNothingFromAnybody(String state, int code) {
    SQLException e = new SQLException("fault", state, code);
    assertThat(Dialect.isUnreachable(e)).isTrue();
    assertThat(Dialect.isRejected(e)).isFalse();
    assertThat(Dialect.isTransient(e)).isFalse();
  }

  @Test
  void knowsAConnectionThatCouldNotBeHad() {
    assertThat(Dialect.isUnreachable(new SQLTransientConnectionException("pool"))).isTrue();
    assertThat(Dialect.isUnreachable(new SQLNonTransientConnectionException("closed"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          57014, 0
          55P03, 0
          HYT00, 50200
          40001, 1205
          40001, 1213
          42S02, 1146
          """)
  void otherFaultsConcernOneTransactionOnly(String state, int code) {
    SQLException e = new SQLException("fault", state, code);
    assertThat(Dialect.isUnreachable(e)).isFalse();
    assertThat(Dialect.isRejected(e)).isFalse();
    assertThat(Dialect.isTransient(e)).isEqualTo(code == 1213);
  }
}
