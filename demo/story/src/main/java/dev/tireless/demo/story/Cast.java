package dev.tireless.demo.story;

import dev.tireless.demo.story.chapter.AccountSide;
import dev.tireless.demo.story.chapter.Courier;
import dev.tireless.demo.story.chapter.NotifierSide;
import dev.tireless.demo.story.chapter.RechargeSide;
import dev.tireless.demo.story.process.ServiceProcess;
import dev.tireless.devbroker.DevBroker;
import dev.tireless.testdatabases.TestDatabase;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The programs of one run, with a secret and a token that only this run knows.
 *
 * @param folder of the run, with the logs
 * @param broker between them, null where there is none
 */
record Cast(
    Path folder,
    @Nullable DevBroker broker,
    RechargeSide recharge,
    NotifierSide notifier,
    AccountSide account,
    Courier courier)
    implements AutoCloseable {

  /** Starts all at the same time. */
  void enter() {
    if (broker != null) {
      broker.start();
    }
    processes().forEach(ServiceProcess::begin);
    processes().forEach(ServiceProcess::awaitUp);
  }

  /**
   * From now on the account system reconciles by itself, as it does when nobody switches it off.
   */
  void letItReconcile() {
    account.restart("--tireless.receive.enabled=true");
  }

  /** Waits until one of them ends. */
  void awaitAnEnd() {
    CompletableFuture.anyOf(
            processes().map(ServiceProcess::onExit).toArray(CompletableFuture[]::new))
        .join();
  }

  @Override
  public void close() {
    processes().forEach(ServiceProcess::close);
    if (broker != null) {
      broker.close();
    }
    Stream.of(recharge.database(), notifier.database(), account.database())
        .distinct()
        .forEach(TestDatabase::close);
  }

  /** The notifier may be the recharge system itself. */
  private Stream<ServiceProcess> processes() {
    return Stream.of(recharge.process(), notifier.process(), account.process()).distinct();
  }
}
