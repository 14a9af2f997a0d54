package dev.tireless.store;

import dev.tireless.testdatabases.TestDatabases;

class H2ReceiptStoreTest extends ReceiptStoreContract {

  H2ReceiptStoreTest() {
    super(TestDatabases.h2());
  }
}
