package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.AccountBooks;
import dev.tireless.demo.story.client.AccountClient;
import dev.tireless.demo.story.process.ServiceProcess;
import dev.tireless.testdatabases.TestDatabase;

/** The account system (账户系统): its process, its callers and its database. */
public record AccountSide(ServiceProcess process, AccountClient client, TestDatabase database) {

  public void restart(String... properties) {
    process.stop();
    process.start(properties);
  }

  AccountBooks books() {
    return new AccountBooks(database.dataSource());
  }
}
