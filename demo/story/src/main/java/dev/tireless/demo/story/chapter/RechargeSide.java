package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.DatabaseFile;
import dev.tireless.demo.story.books.RechargeBooks;
import dev.tireless.demo.story.client.RechargeClient;
import dev.tireless.demo.story.process.ServiceProcess;
import java.time.Clock;

/** The recharge system (充值系统): its process, its callers and its database. */
public record RechargeSide(
    ServiceProcess process, RechargeClient client, DatabaseFile file, Clock clock) {

  RechargeBooks books() {
    return new RechargeBooks(file.url(), clock);
  }

  /** The database of the ended process as it was left, under another name. */
  RechargeBooks copiedBooks(String copyName) {
    return new RechargeBooks(file.copy(copyName).url(), clock);
  }

  void restart(String... properties) {
    process.stop();
    process.start(properties);
  }
}
