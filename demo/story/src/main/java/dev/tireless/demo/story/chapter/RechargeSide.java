package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.NotifierBooks;
import dev.tireless.demo.story.books.RechargeBooks;
import dev.tireless.demo.story.client.RechargeClient;
import dev.tireless.demo.story.process.ServiceProcess;
import dev.tireless.testdatabases.TestDatabase;
import java.time.Clock;

/** The recharge system (充值系统): its process, its callers and its database. */
public record RechargeSide(
    ServiceProcess process, RechargeClient client, TestDatabase database, Clock clock) {

  RechargeBooks books() {
    return new RechargeBooks(database.dataSource());
  }

  void restart(String... properties) {
    process.stop();
    process.start(properties);
  }

  /** What its own Tireless says: of whom it tells by itself, be it only a queue. */
  NotifierBooks outgoing() {
    return new NotifierBooks(database.dataSource(), clock);
  }
}
