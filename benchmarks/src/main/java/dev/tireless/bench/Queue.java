package dev.tireless.bench;

import dev.tireless.bench.load.Message;
import dev.tireless.bench.round.Assignment.Broker;
import dev.tireless.devbroker.DevBroker;
import dev.tireless.testdatabases.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An empty RocketMQ in a JVM of its own: as large as the engine's, files as large as RocketMQ's
 * own, and its default of writing to disk behind its answer.
 */
final class Queue implements AutoCloseable {

  /** For JVMs with a client: where it logs, and that it need not wait 20 s for its queues. */
  static final List<String> CLIENT_JVM =
      List.of(
          "-Drocketmq.log.root=" + Path.of("target", "bench", "rocketmq"),
          "-Drmq.logback.configurationFile=rmq-dev-broker.logback.xml",
          "-Drocketmq.client.rebalance.waitInterval=1000");

  private static final int QUEUES = 8;

  private final TemporaryFolder folder;
  private final DevBroker broker;

  Queue(Path work) throws IOException {
    folder = TemporaryFolder.in(work, "broker-");
    broker =
        new DevBroker(
            DevBroker.Settings.in(folder.path(), DevBroker.builtJar(Path.of("")), FreePort.find(4))
                .jvm("-Xms1g", "-Xmx1g", "-XX:MaxDirectMemorySize=512m", "-XX:+UseParallelGC")
                .broker("mappedFileSizeCommitLog", "1073741824")
                .broker("mappedFileSizeConsumeQueue", "6000000")
                .broker("maxHashSlotNum", "5000000")
                .broker("maxIndexNum", "20000000"));
    broker.start().createTopic(Message.QUEUE_TOPIC, QUEUES);
  }

  Broker broker() {
    return new Broker(broker.nameServer(), broker.pid());
  }

  @Override
  public void close() throws IOException {
    broker.close();
    folder.close();
  }
}
