package dev.tireless.demo.story.books;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A copy of all tables of a database, to set it back to. Nobody may be connected meanwhile. */
public final class Backup {

  private static final String TABLES =
      "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename";

  private final DataSource source;

  /** Takes one now. */
  public Backup(DataSource source) {
    this.source = source;
    List<String> copy = new ArrayList<>(List.of("CREATE SCHEMA backup"));
    tables()
        .forEach(
            table -> copy.add("CREATE TABLE backup.%1$s AS TABLE public.%1$s".formatted(table)));
    run(copy);
  }

  /** Sets the database back to it, once. */
  public void restore() {
    List<String> back = new ArrayList<>();
    for (String table : tables()) {
      back.add("TRUNCATE public." + table);
      back.add("INSERT INTO public.%1$s SELECT * FROM backup.%1$s".formatted(table));
    }
    back.add("DROP SCHEMA backup CASCADE");
    run(back);
  }

  private List<String> tables() {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      List<String> tables = new ArrayList<>();
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
      return tables;
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot list the tables", e);
    }
  }

  /** All of it or nothing. */
  private void run(List<String> statements) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot copy the database", e);
    }
  }
}
