package dev.tireless.spring.endtoend;

import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;

class H2EndToEndTest extends EndToEndContract {

  @Override
  TestDatabase newDatabase() {
    return TestDatabases.h2();
  }
}
