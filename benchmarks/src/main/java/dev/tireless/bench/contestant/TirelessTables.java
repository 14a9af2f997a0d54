package dev.tireless.bench.contestant;

import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.bench.store.OpenDatabase;
import dev.tireless.store.Database;
import dev.tireless.store.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Tireless' tables, by its own migration. */
public final class TirelessTables {

  private TirelessTables() {}

  /** Creates them in an empty database. */
  public static void create(OpenDatabase database) {
    try (HikariDataSource pool = database.pool("tireless-tables", 1, true)) {
      database.run(migration(new Database(pool).dialect()));
    }
  }

  private static String migration(Dialect dialect) {
    String path = "/" + dialect.migrations() + "/V1__tireless.sql";
    try (InputStream script = Dialect.class.getResourceAsStream(path)) {
      byte[] bytes = Objects.requireNonNull(script, path).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }
}
