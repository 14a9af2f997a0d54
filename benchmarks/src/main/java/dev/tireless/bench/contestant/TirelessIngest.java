package dev.tireless.bench.contestant;

import dev.tireless.bench.load.Message;
import dev.tireless.rocketmq.Broker;
import dev.tireless.rocketmq.DelayLevels;
import dev.tireless.rocketmq.Ingest;
import dev.tireless.rocketmq.Quarantine;
import dev.tireless.rocketmq.TopicRule;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Tireless behind RocketMQ: what is announced is sent to the broker; the ingest takes it from
 * there, verifies its signature and submits it to the engine, which delivers over HTTP.
 */
public final class TirelessIngest implements Contestant {

  private static final String GROUP = "bench-notifier";

  private final TirelessEngine tireless;
  private final Ingest ingest;
  private final Producer producer;

  /** An engine and an ingest that have started. */
  public TirelessIngest(Stage stage, String nameServer) {
    tireless = new TirelessEngine(stage);
    tireless.engine().start();
    ingest =
        new Ingest(
            Broker.at(nameServer),
            new Ingest.Settings(GROUP, List.of(rule(stage)), DelayLevels.DEFAULT),
            tireless.engine()::submit,
            new Quarantine(tireless.dataSource(), stage.clock()),
            stage.clock());
    ingest.start();
    producer = new Producer(stage, nameServer);
  }

  private static TopicRule rule(Stage stage) {
    return new TopicRule(Message.QUEUE_TOPIC, List.of(stage.secret()), null);
  }

  @Override
  public CompletionStage<?> announce(Message message) throws Exception {
    return producer.send(message);
  }

  @Override
  public long unfinished() {
    return tireless.unfinished();
  }

  @Override
  public void close() {
    producer.close();
    ingest.close();
    tireless.close();
  }
}
