package dev.tireless.store;

import dev.tireless.testdatabases.TestDatabases;

class PostgresqlReceiptStoreTest extends ReceiptStoreContract {

  PostgresqlReceiptStoreTest() {
    super(TestDatabases.postgresql());
  }
}
