package dev.tireless.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Inserts many rows into one table by one statement: as arrays on PostgreSQL, as a list of values
 * on MySQL. Both cost several times less than a statement per row, of which H2, having no way to
 * travel, takes no notice.
 */
final class BulkInsert {

  /** The most rows in one list of values. */
  private static final int ROWS_PER_STATEMENT = 500;

  private final Dialect dialect;
  private final String table;
  private final List<Column> columns;
  private final String suffix;

  /** What a column holds, and the element type of its array on PostgreSQL. */
  private enum Type {
    NUMBER("int8"),
    TEXT("text"),
    BYTES("bytea"),
    /** Travels as microseconds: PostgreSQL's driver can send an array of times only as text. */
    TIME("int8");

    private final String element;

    Type(String element) {
      this.element = element;
    }

    private Object[] newArray(int length) {
      return switch (this) {
        case NUMBER, TIME -> new Long[length];
        case TEXT -> new String[length];
        case BYTES -> new byte[length][];
      };
    }

    private @Nullable Object element(@Nullable Object value) {
      if (value == null) {
        return null;
      }
      return switch (this) {
        case NUMBER -> ((Number) value).longValue();
        case TIME -> Jdbc.micros((Instant) value);
        case TEXT -> value instanceof Enum<?> constant ? constant.name() : value;
        case BYTES -> value;
      };
    }
  }

  /** A column, by its name and what it holds. */
  record Column(String name, Type type) {

    static Column number(String name) {
      return new Column(name, Type.NUMBER);
    }

    static Column text(String name) {
      return new Column(name, Type.TEXT);
    }

    static Column bytes(String name) {
      return new Column(name, Type.BYTES);
    }

    static Column time(String name) {
      return new Column(name, Type.TIME);
    }

    private String from(boolean same) {
      String value = same ? "?::" + type.element : name;
      return type == Type.TIME
          ? "timestamp 'epoch' + " + value + " * interval '1 microsecond'"
          : value;
    }
  }

  private BulkInsert(Dialect dialect, String table, List<Column> columns, String suffix) {
    this.dialect = dialect;
    this.table = table;
    this.columns = columns;
    this.suffix = suffix;
  }

  /** Inserts rows that cannot be there; one that is fails the statement. */
  static BulkInsert into(Dialect dialect, String table, Column... columns) {
    return new BulkInsert(dialect, table, Arrays.asList(columns), "");
  }

  /** The same, but rows that are there stay as they are. Not for H2. */
  BulkInsert unlessThere() {
    return new BulkInsert(
        dialect, table, columns, dialect.insertIfAbsent("", columns.get(0).name()));
  }

  /** Inserts rows of values in the order of the columns. */
  void run(Connection c, List<@Nullable Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    switch (dialect) {
      case POSTGRESQL -> asArrays(c, rows);
      case MYSQL -> asValues(c, rows);
      case H2 -> asBatch(c, rows);
    }
  }

  /** What is the same in all rows travels once. */
  private void asArrays(Connection c, List<@Nullable Object[]> rows) throws SQLException {
    List<Integer> same = new ArrayList<>();
    List<Integer> different = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      (isSame(rows, i) ? same : different).add(i);
    }
    try (PreparedStatement statement = c.prepareStatement(arrayInsert(same, different))) {
      int parameter = 1;
      for (int column : same) {
        Object value = columns.get(column).type().element(rows.get(0)[column]);
        statement.setObject(parameter++, value);
      }
      for (int column : different) {
        statement.setArray(parameter++, array(c, column, rows));
      }
      statement.executeUpdate();
    }
  }

  private static boolean isSame(List<@Nullable Object[]> rows, int column) {
    Object first = rows.get(0)[column];
    return rows.size() > 1 && rows.stream().allMatch(row -> Objects.equals(row[column], first));
  }

  private Array array(Connection c, int column, List<@Nullable Object[]> rows) throws SQLException {
    Type type = columns.get(column).type();
    Object[] elements = type.newArray(rows.size());
    for (int i = 0; i < elements.length; i++) {
      elements[i] = type.element(rows.get(i)[column]);
    }
    return Objects.requireNonNull(c.createArrayOf(type.element, elements));
  }

  private String arrayInsert(List<Integer> same, List<Integer> different) {
    String values = joined(i -> columns.get(i).from(same.contains(i)), all());
    String arrays = joined(i -> "?::" + columns.get(i).type().element + "[]", different);
    String names = joined(i -> columns.get(i).name(), different);
    return "%s SELECT %s FROM unnest(%s) AS given (%s)%s"
        .formatted(insert(), values, arrays, names, suffix);
  }

  private void asValues(Connection c, List<@Nullable Object[]> rows) throws SQLException {
    for (int from = 0; from < rows.size(); from += ROWS_PER_STATEMENT) {
      int to = Math.min(rows.size(), from + ROWS_PER_STATEMENT);
      List<@Nullable Object> all = new ArrayList<>();
      IntStream.range(from, to).forEach(i -> Collections.addAll(all, rows.get(i)));
      Jdbc.update(c, insert() + values(to - from) + suffix, all.toArray());
    }
  }

  private void asBatch(Connection c, List<@Nullable Object[]> rows) throws SQLException {
    Jdbc.batch(c, insert() + values(1), rows);
  }

  private String insert() {
    return "INSERT INTO " + table + " (" + joined(i -> columns.get(i).name(), all()) + ")";
  }

  private String values(int rows) {
    return " VALUES " + Jdbc.tuples(rows, columns.size());
  }

  private List<Integer> all() {
    return IntStream.range(0, columns.size()).boxed().toList();
  }

  private static String joined(Function<Integer, String> text, List<Integer> columns) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }
}
