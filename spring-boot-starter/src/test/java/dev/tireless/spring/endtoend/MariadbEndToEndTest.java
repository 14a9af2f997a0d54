package dev.tireless.spring.endtoend;

import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;

class MariadbEndToEndTest extends EndToEndContract {

  @Override
  TestDatabase newDatabase() {
    return TestDatabases.mariadb();
  }
}
