package dev.tireless.testdatabases;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.util.Locale;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What differs between the servers, seen by their clients. */
enum Product {
  POSTGRESQL(
      "postgres",
      "postgres",
      "jdbc:postgresql://127.0.0.1:%d/%s",
      "CREATE DATABASE %s",
      "DROP DATABASE %s WITH (FORCE)") {
    @Override
    DataSource dataSource(String url) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setURL(url);
      source.setUser(user());
      return source;
    }

    @Override
    Server start(ServerFolder folder) throws Exception {
      return PostgresqlServer.start(folder);
    }
  },
  MARIADB(
      "root",
      "mysql",
      "jdbc:mysql://127.0.0.1:%d/%s?sslMode=DISABLED",
      "CREATE DATABASE %s CHARACTER SET utf8mb4",
      "DROP DATABASE %s") {
    @Override
    DataSource dataSource(String url) {
      MysqlDataSource source = new MysqlDataSource();
      source.setURL(url);
      source.setUser(user());
      return source;
    }

    @Override
    Server start(ServerFolder folder) throws Exception {
      return MariadbServer.start(folder);
    }
  };

  private final String user;
  private final String administrationDatabase;
  private final String url;
  private final String create;
  private final String drop;

  Product(String user, String administrationDatabase, String url, String create, String drop) {
    this.user = user;
    this.administrationDatabase = administrationDatabase;
    this.url = url;
    this.create = create;
    this.drop = drop;
  }

  abstract DataSource dataSource(String url);

  /** Starts the server in this JVM's care and returns when it answers. */
  abstract Server start(ServerFolder folder) throws Exception;

  String user() {
    return user;
  }

  String url(int port, String database) {
    return url.formatted(port, database);
  }

  String administrationUrl(int port) {
    return url(port, administrationDatabase);
  }

  String createStatement(String database) {
    return create.formatted(database);
  }

  String dropStatement(String database) {
    return drop.formatted(database);
  }

  String folderName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
