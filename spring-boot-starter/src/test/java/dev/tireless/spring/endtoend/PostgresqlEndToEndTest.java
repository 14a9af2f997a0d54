package dev.tireless.spring.endtoend;

import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;

class PostgresqlEndToEndTest extends EndToEndContract {

  @Override
  TestDatabase newDatabase() {
    return TestDatabases.postgresql();
  }
}
