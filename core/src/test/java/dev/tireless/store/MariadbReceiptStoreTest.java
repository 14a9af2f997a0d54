package dev.tireless.store;

import dev.tireless.testdatabases.TestDatabases;

class MariadbReceiptStoreTest extends ReceiptStoreContract {

  MariadbReceiptStoreTest() {
    super(TestDatabases.mariadb());
  }
}
