package dev.tireless.bench.contestant;

import dev.tireless.bench.load.Message;
import java.util.concurrent.CompletionStage;

/**
 * RocketMQ by itself: what is announced is sent, and what the receiver's own consumer is given
 * counts as acked. What a broker of this size moves at best.
 */
public final class PlainQueue implements Contestant {

  private final Producer producer;

  public PlainQueue(Stage stage, String nameServer) {
    producer = new Producer(stage, nameServer);
  }

  @Override
  public CompletionStage<?> announce(Message message) throws Exception {
    return producer.send(message);
  }

  @Override
  public void close() {
    producer.close();
  }
}
