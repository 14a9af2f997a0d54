package dev.tireless.demo.sample;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** In the broker's place: keeps what was sent, and lets a test say what happens before that. */
public final class RocketMQTemplate {

  private final List<AccountPay> sent = new CopyOnWriteArrayList<>();
  private final Runnable beforeSending;

  private RocketMQTemplate(Runnable beforeSending) {
    this.beforeSending = beforeSending;
  }

  public static RocketMQTemplate working() {
    return new RocketMQTemplate(() -> {});
  }

  /** One that cannot reach its broker. */
  public static RocketMQTemplate throwing() {
    return new RocketMQTemplate(
        () -> {
          throw new IllegalStateException("No broker can be reached");
        });
  }

  /** One that is never reached, because the process dies just before. */
  public static RocketMQTemplate dying() {
    return new RocketMQTemplate(
        () -> {
          throw new ProcessDied();
        });
  }

  /** Nothing of the process runs after this. */
  public static final class ProcessDied extends Error {}

  void convertAndSend(String topic, AccountPay message) {
    beforeSending.run();
    sent.add(message);
  }

  public List<AccountPay> sent() {
    return List.copyOf(sent);
  }
}
