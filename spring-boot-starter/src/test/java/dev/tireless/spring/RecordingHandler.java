package dev.tireless.spring;

import dev.tireless.receive.ReceivedNotification;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is given. */
class RecordingHandler {

  static final String TOPIC = "recorded";

  private final List<ReceivedNotification> received = new CopyOnWriteArrayList<>();

  @OnNotification(topic = TOPIC)
  void record(ReceivedNotification notification) {
    received.add(notification);
  }

  ReceivedNotification last() {
    return received.get(received.size() - 1);
  }
}
