package dev.tireless.rocketmq;

import dev.tireless.TirelessException;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.InboxResult;
import dev.tireless.receive.NotificationHandler;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.rocketmq.Quarantine.Reason;
import dev.tireless.rocketmq.Reading.Understood;
import dev.tireless.rocketmq.Reading.Unusable;
import dev.tireless.schedule.RetrySchedule;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the messages of queue topics to the inbox of a receiver: the queue notifies it by itself.
 *
 * <p>What the inbox acks is acked to RocketMQ. Anything else is no ack, and the message comes again
 * by the schedule as closely as the broker's {@link DelayLevels} allow: at the first level that is
 * no shorter than the gap, or at the last one when all are shorter. When its next time would lie
 * behind its window, counted from when the message was made, it goes to the {@link Quarantine} as
 * {@code WINDOW_ENDED}, and to ask the notifier is the way that is left. So does at once what
 * cannot be used.
 */
public final class NotificationListener implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NotificationListener.class);

  /** After a failure of the quarantine's own database: 30 s by the broker's default levels. */
  private static final int LEVEL_WITHOUT_QUARANTINE = 4;

  private final Settings settings;
  private final String group;
  private final String notifier;
  private final MessageReader reader;
  private final Redelivery redelivery;
  private final Inbox inbox;
  private final Function<String, Optional<NotificationHandler>> handlers;
  private final Quarantine quarantine;
  private final Clock clock;
  private final Consumer consumer;

  /**
   * What a listener does without being told more than whom it listens to.
   *
   * @param group the consumer group; several instances in one group share the work
   * @param notifier our name for the system that sends; receipts are kept under it
   * @param schedule when to be told again, and until when
   * @param levels the broker's own
   */
  public record Settings(
      String group,
      String notifier,
      List<TopicRule> rules,
      RetrySchedule schedule,
      DelayLevels levels) {}

  /**
   * A listener that takes nothing until {@link #start()}.
   *
   * @param handlers by topic of the notification
   */
  public NotificationListener(
      Broker broker,
      Settings settings,
      Inbox inbox,
      Function<String, Optional<NotificationHandler>> handlers,
      Quarantine quarantine,
      Clock clock) {
    this.settings = settings;
    this.group = settings.group();
    this.notifier = settings.notifier();
    this.reader = new MessageReader(settings.rules(), clock);
    this.redelivery = new Redelivery(settings.schedule(), settings.levels());
    this.inbox = inbox;
    this.handlers = handlers;
    this.quarantine = quarantine;
    this.clock = clock;
    this.consumer =
        new Consumer(broker, group, reader.queueTopics(), 1, batch -> consume(batch.get(0)));
  }

  /**
   * Begins to listen.
   *
   * @throws TirelessException when the configuration cannot work; a broker that is down is waited
   *     for
   */
  public void start() {
    consumer.start();
  }

  /** Takes nothing new, and lets what was taken end. */
  @Override
  public void close() {
    consumer.close();
  }

  @Override
  public String toString() {
    return settings.toString();
  }

  /**
   * Applies a message of the quarantine, understood by today's rules, and takes it out when that
   * succeeded.
   *
   * @return what came of it; empty when there is no message of this number
   * @throws IllegalArgumentException when it still cannot be used; it stays where it is
   */
  public Optional<InboxResult> replay(long number) {
    return quarantine
        .find(number)
        .map(
            message -> {
              message.requireGroup(group);
              Reading reading = reader.read(message.message());
              if (reading instanceof Unusable unusable) {
                throw new IllegalArgumentException(
                    "Message %d still cannot be used, %s: %s"
                        .formatted(number, unusable.reason(), unusable.detail()));
              }
              InboxResult result = apply(((Understood) reading).received(notifier));
              if (result.outcome().isAck()) {
                quarantine.discard(number);
              }
              return result;
            });
  }

  private Consumer.Verdict consume(QueueMessage message) {
    Reading reading = reader.read(message);
    if (reading instanceof Unusable unusable) {
      return quarantined(message, unusable.reason(), unusable.detail());
    }
    InboxResult result = apply(((Understood) reading).received(notifier));
    return result.outcome().isAck() ? Consumer.Verdict.done() : again(message, result);
  }

  private InboxResult apply(ReceivedNotification notification) {
    NotificationHandler handler =
        handlers
            .apply(notification.topic())
            .orElse(
                (c, n) -> {
                  throw new TirelessException("Nothing here handles the topic " + n.topic());
                });
    return inbox.receive(notification, handler);
  }

  private Consumer.Verdict again(QueueMessage message, InboxResult result) {
    OptionalInt level = redelivery.next(message, clock.instant());
    if (level.isEmpty()) {
      return quarantined(message, Reason.WINDOW_ENDED, result.reason());
    }
    log.info(
        "{} was delivered {} times; it comes again in {}",
        message,
        message.redeliveries() + 1,
        redelivery.levels().delay(level.getAsInt()));
    return Consumer.Verdict.again(level.getAsInt());
  }

  private Consumer.Verdict quarantined(QueueMessage message, Reason reason, String detail) {
    try {
      quarantine.put(group, message, reason, detail);
      return Consumer.Verdict.done();
    } catch (TirelessException e) {
      log.warn("{} stays in the queue, for it could not be put into quarantine", message, e);
      return Consumer.Verdict.again(LEVEL_WITHOUT_QUARANTINE);
    }
  }
}
