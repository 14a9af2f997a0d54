package dev.tireless.bench.store;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What differs between the databases, for the load and for the baselines. */
public enum Store {
  POSTGRESQL(
      "BYTEA",
      "SELECT pg_backend_pid()",
      "generate_series(1, %d) AS numbers(n)",
      "?reWriteBatchedInserts=true"),
  MARIADB(
      "LONGBLOB",
      "SELECT @@pid_file",
      "(SELECT seq AS n FROM seq_1_to_%d) numbers",
      "&cachePrepStmts=true&useServerPrepStmts=true&prepStmtCacheSize=500"
          + "&prepStmtCacheSqlLimit=8192&rewriteBatchedStatements=true&useLocalSessionState=true"),
  H2("VARBINARY(262144)", "", "SYSTEM_RANGE(1, %d) numbers(n)", "");

  private final String bytes;
  private final String process;
  private final String numbers;
  private final String options;

  Store(String bytes, String process, String numbers, String options) {
    this.bytes = bytes;
    this.process = process;
    this.numbers = numbers;
    this.options = options;
  }

  /**
   * The store with that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static Store parse(String name) {
    return Arrays.stream(values())
        .filter(store -> store.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no store '" + name + "'. There are " + names() + "."));
  }

  public static String names() {
    return Arrays.stream(values()).map(Store::toString).collect(Collectors.joining(", "));
  }

  /** Type of a column for bytes. */
  public String bytes() {
    return bytes;
  }

  /** Asks for what leads to the server's process; empty where the database has none. */
  String process() {
    return process;
  }

  /** A table expression with the column {@code n}: 1 to the given number. */
  public String numbers(long to) {
    return numbers.formatted(to);
  }

  /** Behind the url: statements prepared once, inserts of a batch together. */
  String options() {
    return options;
  }

  /** The end of a claiming query. H2 would lock every qualifying row, and has one claimer here. */
  public String skipLocked() {
    return this == H2 ? "" : " FOR UPDATE SKIP LOCKED";
  }

  /** Statements after which the planner knows how large the tables are. */
  public List<String> analyze(List<String> tables) {
    String statement = this == MARIADB ? "ANALYZE TABLE " : "ANALYZE ";
    return this == H2 ? List.of("ANALYZE") : tables.stream().map(statement::concat).toList();
  }

  /**
   * What makes a server that was just created like one that has run for a while: PostgreSQL's log
   * files are there and are used again, else whoever is first pays for creating them.
   */
  public List<String> prepare() {
    return this == POSTGRESQL
        ? List.of(
            "ALTER SYSTEM SET min_wal_size = '1GB'",
            "SELECT pg_reload_conf()",
            "SELECT pg_logical_emit_message(false, '', repeat('x', 8000))"
                + " FROM generate_series(1, 130000)",
            "CHECKPOINT")
        : List.of();
  }

  /** An index over unsent rows; partial where the database has that. */
  public String unsentIndex(String name, String table, String columns, String condition) {
    return this == POSTGRESQL
        ? "CREATE INDEX %s ON %s (%s) WHERE %s".formatted(name, table, columns, condition)
        : "CREATE INDEX %s ON %s (%s)".formatted(name, table, columns);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
