package dev.tireless.store;

import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The little of JDBC that the stores need. Times go in and out as UTC date-times in microseconds,
 * which all databases keep alike.
 */
final class Jdbc {

  private Jdbc() {}

  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  static <T> List<T> query(Connection c, String sql, Row<T> row, @Nullable Object... args)
      throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      bind(statement, args);
      try (ResultSet result = statement.executeQuery()) {
        List<T> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(row.read(result));
        }
        return rows;
      }
    }
  }

  static int update(Connection c, String sql, @Nullable Object... args) throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      bind(statement, args);
      return statement.executeUpdate();
    }
  }

  /**
   * Runs the statement once per row. Drivers that rewrite batches of inserts, as their users may
   * tell them to, do not tell what each row changed.
   */
  static void batch(Connection c, String sql, List<@Nullable Object[]> rows) throws SQLException {
    executeBatch(c, sql, rows);
  }

  /** Runs the update or delete once per row and tells how many rows each run changed. */
  static int[] countedBatch(Connection c, String sql, List<@Nullable Object[]> rows)
      throws SQLException {
    int[] counts = executeBatch(c, sql, rows);
    for (int count : counts) {
      if (count == Statement.SUCCESS_NO_INFO) {
        throw new SQLException("The driver must tell row counts of batches; it did not for " + sql);
      }
    }
    return counts;
  }

  private static int[] executeBatch(Connection c, String sql, List<@Nullable Object[]> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      for (@Nullable Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      return statement.executeBatch();
    } catch (BatchUpdateException e) {
      throw e.getNextException() == null ? e : e.getNextException();
    }
  }

  /** PostgreSQL's array of such a number of each item. */
  static <T> Array numbers(Connection c, Collection<T> items, ToLongFunction<T> number)
      throws SQLException {
    return c.createArrayOf("int8", items.stream().mapToLong(number).boxed().toArray(Long[]::new));
  }

  /** A time as PostgreSQL's arrays carry it. */
  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** Like {@link #update} for a statement of {@link Dialect#insertIfAbsent}. */
  static int insertIfAbsent(
      Connection c, Dialect dialect, String insert, String anyColumn, @Nullable Object... args)
      throws SQLException {
    try {
      return update(c, dialect.insertIfAbsent(insert, anyColumn), args);
    } catch (SQLException e) {
      if (dialect == Dialect.H2 && Dialect.isDuplicate(e)) {
        return 0;
      }
      throw e;
    }
  }

  /** Placeholders for so many values, rounded up so that few different statements arise. */
  static String placeholders(int values) {
    return String.join(", ", Collections.nCopies(padded(values), "?"));
  }

  /** Placeholders for so many rows of so many values each. */
  static String tuples(int rows, int width) {
    String row = "(" + String.join(", ", Collections.nCopies(width, "?")) + ")";
    return String.join(", ", Collections.nCopies(rows, row));
  }

  /** The values for {@link #placeholders}, the last one repeated. */
  static List<Object> padded(List<?> values) {
    List<Object> all = new ArrayList<>(values);
    Object last = values.get(values.size() - 1);
    all.addAll(Collections.nCopies(padded(values.size()) - values.size(), last));
    return all;
  }

  /**
   * Cut to what a column of that length holds everywhere: H2 counts UTF-16 units, and PostgreSQL's
   * text cannot hold NUL.
   */
  static String text(String text, int max) {
    String clean = text.replace('\0', ' ');
    if (clean.length() <= max) {
      return clean;
    }
    boolean splits = Character.isHighSurrogate(clean.charAt(max - 1));
    return clean.substring(0, splits ? max - 1 : max);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    LocalDateTime time = row.getObject(column, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  private static int padded(int values) {
    return values <= 1 ? 1 : Integer.highestOneBit(values - 1) << 1;
  }

  private static void bind(PreparedStatement statement, @Nullable Object... args)
      throws SQLException {
    for (int i = 0; i < args.length; i++) {
      statement.setObject(i + 1, sqlValue(args[i]));
    }
  }

  private static @Nullable Object sqlValue(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }
    return value instanceof Enum<?> constant ? constant.name() : value;
  }
}
