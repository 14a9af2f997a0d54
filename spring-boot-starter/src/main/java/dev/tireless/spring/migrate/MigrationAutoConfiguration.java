package dev.tireless.spring.migrate;

import dev.tireless.spring.InvalidPropertyException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Runs our migrations by Flyway, beside the application's own Flyway if there is one. Whatever uses
 * the database waits for it.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnBooleanProperty(name = "tireless.migrate", matchIfMissing = true)
@Import(DatabaseInitializationDependencyConfigurer.class)
public final class MigrationAutoConfiguration {

  /** The tables by Flyway. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Flyway.class)
  static class ByFlyway {

    @Bean
    SchemaMigration tirelessSchemaMigration(DataSource dataSource) {
      return new SchemaMigration(dataSource);
    }
  }

  /** Better no start than tables that are missing at the first notification. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingClass("org.flywaydb.core.Flyway")
  static class WithoutFlyway {

    WithoutFlyway() {
      throw new InvalidPropertyException(
          "tireless.migrate",
          "it needs Flyway on the class path: add org.flywaydb:flyway-core (and"
              + " flyway-database-postgresql or flyway-mysql), or run db/tireless/<database>/*.sql"
              + " yourself and set it to false");
    }
  }
}
