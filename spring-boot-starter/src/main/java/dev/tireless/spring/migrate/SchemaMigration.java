package dev.tireless.spring.migrate;

import dev.tireless.store.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.InitializingBean;

/**
 * Brings the tables of Tireless to this version, in the application's schema. Its history table is
 * its own, so the application's Flyway neither sees nor disturbs it; whatever else is in the schema
 * counts as version 0.
 */
final class SchemaMigration implements InitializingBean {

  private static final String HISTORY_TABLE = "tireless_schema_history";

  private final DataSource dataSource;

  SchemaMigration(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public void afterPropertiesSet() throws SQLException {
    Flyway.configure(SchemaMigration.class.getClassLoader())
        .dataSource(dataSource)
        .locations("classpath:" + dialect().migrations())
        .failOnMissingLocations(true)
        .table(HISTORY_TABLE)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .baselineDescription("Before Tireless")
        .load()
        .migrate();
  }

  private Dialect dialect() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return Dialect.of(connection);
    }
  }
}
