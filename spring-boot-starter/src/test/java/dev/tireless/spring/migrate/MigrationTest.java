package dev.tireless.spring.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.spring.ContextRunners;
import dev.tireless.spring.InvalidPropertyException;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Our tables beside whatever the application has. */
class MigrationTest {

  private final TestDatabase database = TestDatabases.h2();
  private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  /** Looks for our tables as early as a bean of an application can. */
  static class Early {
    final List<String> tables;

    Early(JdbcTemplate jdbc) {
      this.tables = tables(jdbc);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class WithEarlyBean {
    @Bean
    Early early(JdbcTemplate jdbc) {
      return new Early(jdbc);
    }
  }

  @Test
  void standsBesideTheApplicationsOwnFlyway() {
    ContextRunners.plain(database)
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasSingleBean(Flyway.class);
              assertThat(tables(jdbc))
                  .contains("account_info", "flyway_schema_history")
                  .contains("tireless_due", "tireless_schema_history");
              assertThat(versions("flyway_schema_history")).containsExactly("1");
              assertThat(versions("tireless_schema_history")).containsExactly("0", "1");
            });
  }

  @Test
  void changesNothingAtTheSecondStart() {
    ContextRunners.plain(database).run(context -> assertThat(context).hasNotFailed());

    ContextRunners.plain(database).run(context -> assertThat(context).hasNotFailed());

    assertThat(versions("tireless_schema_history")).containsExactly("0", "1");
  }

  @Test
  void comesIntoASchemaThatHasTablesButNoFlyway() {
    jdbc.execute("CREATE TABLE older_than_us (id INT PRIMARY KEY)");

    ContextRunners.plain(database)
        .withPropertyValues("spring.flyway.enabled=false")
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(tables(jdbc)).contains("older_than_us", "tireless_due");
  }

  @Test
  void runsBeforeTheApplicationsBeansUseTheDatabase() {
    ContextRunners.plain(database)
        .withUserConfiguration(WithEarlyBean.class)
        .run(
            context ->
                assertThat(context.getBean(Early.class).tables)
                    .contains("account_info", "tireless_due"));
  }

  @Test
  void saysWhatToDoWithoutFlyway() {
    ContextRunners.plain(database)
        .withClassLoader(new FilteredClassLoader(Flyway.class))
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(InvalidPropertyException.class)
                    .hasMessageContaining("tireless.migrate")
                    .hasMessageContaining("add org.flywaydb:flyway-core"));
  }

  @Test
  void needsNoFlywayWhenTheTablesAreMadeByHand() {
    ContextRunners.plain(database)
        .withClassLoader(new FilteredClassLoader(Flyway.class))
        .withPropertyValues("tireless.migrate=false", "tireless.engine.enabled=false")
        .run(context -> assertThat(context).hasNotFailed());
  }

  private List<String> versions(String history) {
    return jdbc.queryForList(
        "SELECT \"version\" FROM \"%s\" WHERE \"version\" IS NOT NULL ORDER BY \"installed_rank\""
            .formatted(history),
        String.class);
  }

  private static List<String> tables(JdbcTemplate jdbc) {
    return jdbc
        .queryForList(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'",
            String.class)
        .stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .toList();
  }
}
