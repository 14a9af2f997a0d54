package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.NotifierBooks;
import dev.tireless.demo.story.process.ServiceProcess;
import dev.tireless.testdatabases.TestDatabase;
import java.time.Clock;

/**
 * Who notifies the account system: the recharge system itself, or in scheme 2 the notifier program
 * (通知程序), its process and its database.
 */
public record NotifierSide(ServiceProcess process, TestDatabase database, Clock clock) {

  NotifierBooks books() {
    return new NotifierBooks(database.dataSource(), clock);
  }

  void restart(String... properties) {
    process.stop();
    process.start(properties);
  }
}
