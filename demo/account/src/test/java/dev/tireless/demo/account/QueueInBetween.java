package dev.tireless.demo.account;

import dev.tireless.devbroker.DevBroker;
import dev.tireless.testdatabases.FreePort;
import java.nio.file.Path;

/** A real broker with the queue topic of the source document. */
final class QueueInBetween implements AutoCloseable {

  static final String TOPIC = "topic_notifymsg";

  private final DevBroker broker;

  QueueInBetween() {
    Path jar = DevBroker.builtJar(Path.of(System.getProperty("tireless.root")));
    broker =
        new DevBroker(
                DevBroker.Settings.in(Settings.newFolder("broker"), jar, FreePort.find(4))
                    .topics(TOPIC)
                    .groups("consumer_group_notifymsg_bank1", "consumer_group_notifymsg_notifier"))
            .start();
  }

  String nameServer() {
    return broker.nameServer();
  }

  @Override
  public void close() {
    broker.close();
  }
}
