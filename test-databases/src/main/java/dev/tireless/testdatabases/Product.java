package dev.tireless.testdatabases;

import com.mysql.cj.jdbc.MysqlDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Locale;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What differs between the servers. */
enum Product {
  POSTGRESQL("postgres", "postgres", "jdbc:postgresql://127.0.0.1:%d/%s") {
    @Override
    PGSimpleDataSource dataSource(String url) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setURL(url);
      source.setUser(user());
      return source;
    }

    /** From a pool: each new connection is a process of the server's, and 18 ms of CPU. */
    @Override
    DataSource testDataSource(String url) {
      HikariConfig config = new HikariConfig();
      PGSimpleDataSource source = dataSource(url);
      source.setApplicationName("tireless-test"); // to be told from what is tested
      config.setDataSource(source);
      config.setMinimumIdle(0);
      config.setMaximumPoolSize(100);
      config.setInitializationFailTimeout(-1);
      return new HikariDataSource(config);
    }

    @Override
    String createStatement(String database) {
      return "CREATE DATABASE " + database;
    }

    @Override
    String copyStatement(String database, String original) {
      return createStatement(database) + " TEMPLATE " + original;
    }

    @Override
    String dropStatement(String database) {
      return "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)";
    }

    @Override
    void start(ServerFolder folder, int port) throws Exception {
      PostgresqlServer.start(folder, port);
    }
  },

  MARIADB("root", "mysql", "jdbc:mysql://127.0.0.1:%d/%s?sslMode=DISABLED") {
    @Override
    DataSource dataSource(String url) {
      MysqlDataSource source = new MysqlDataSource();
      source.setURL(url);
      source.setUser(user());
      return source;
    }

    @Override
    String createStatement(String database) {
      return "CREATE DATABASE " + database + " CHARACTER SET utf8mb4";
    }

    /** There is no FORCE, and an open transaction of somebody else would block the drop. */
    @Override
    String dropStatement(String database) {
      return """
      BEGIN NOT ATOMIC
        FOR other IN (SELECT id FROM information_schema.processlist WHERE db = '%1$s') DO
          KILL other.id;
        END FOR;
        DROP DATABASE IF EXISTS %1$s;
      END
      """
          .formatted(database);
    }

    @Override
    void start(ServerFolder folder, int port) throws Exception {
      new MariadbServer(folder, port).start();
    }
  };

  private final String user;
  private final String administrationDatabase;
  private final String url;

  Product(String user, String administrationDatabase, String url) {
    this.user = user;
    this.administrationDatabase = administrationDatabase;
    this.url = url;
  }

  abstract DataSource dataSource(String url);

  /** What tests get: to be closed if it is a pool. */
  DataSource testDataSource(String url) {
    return dataSource(url);
  }

  abstract String createStatement(String database);

  /** Copies a database, to which nobody is connected, as it is. */
  String copyStatement(String database, String original) {
    throw new UnsupportedOperationException(this + " cannot copy " + original);
  }

  /** Drops the database, whoever is connected to it. */
  abstract String dropStatement(String database);

  /** Starts an empty server on the port and returns when it answers. */
  abstract void start(ServerFolder folder, int port) throws Exception;

  String user() {
    return user;
  }

  String url(int port, String database) {
    return url.formatted(port, database);
  }

  DataSource administration(int port) {
    return dataSource(url(port, administrationDatabase));
  }

  String folderName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
