package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.NotifierBooks;
import dev.tireless.demo.story.process.ServiceProcess;
import dev.tireless.testdatabases.TestDatabase;
import java.time.Clock;

/**
 * Who notifies the account system: the recharge system itself, or in scheme 2 the notifier program
 * (通知程序), its process and its database.
 *
 * @param operator runs the commands of {@code ./tireless} on its database
 */
public record NotifierSide(
    ServiceProcess process, ServiceProcess operator, TestDatabase database, Clock clock) {

  NotifierBooks books() {
    return new NotifierBooks(database.dataSource(), clock);
  }

  /** The operator's command, after its database was restored and before it starts. */
  void raiseEpoch() {
    operator.begin("epoch", "raise");
    int code = operator.onExit().join().exitValue();
    if (code != 0) {
      throw new IllegalStateException("epoch raise ended with exit code " + code);
    }
  }

  void restart(String... properties) {
    process.stop();
    process.start(properties);
  }
}
