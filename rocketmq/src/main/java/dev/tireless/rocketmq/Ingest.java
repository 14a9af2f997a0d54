package dev.tireless.rocketmq;

import dev.tireless.ConflictException;
import dev.tireless.Publication;
import dev.tireless.TirelessException;
import dev.tireless.publish.Published;
import dev.tireless.rocketmq.Quarantine.Reason;
import dev.tireless.rocketmq.Reading.Understood;
import dev.tireless.rocketmq.Reading.Unusable;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to queue topics and submits what comes to the engine: the notifier program's way in.
 *
 * <p>A message is acked to RocketMQ only after the commit of its notification, so none is lost; one
 * that comes again does no harm, for publishing is idempotent by the natural key. What cannot be
 * used goes to the {@link Quarantine} and does not hold up the others. While the database or the
 * engine fails, messages stay with the broker and come again. Nobody is called from here.
 */
public final class Ingest implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Ingest.class);

  /** After a failure of ours: 1 s, 5 s, 10 s, 30 s, 1 min by the broker's default levels. */
  private static final int LAST_LEVEL = 5;

  private final String group;
  private final List<TopicRule> rules;
  private final MessageReader reader;
  private final Quarantine quarantine;
  private final Function<Publication, CompletionStage<Published>> submit;
  private final Consumer consumer;

  /**
   * An ingest that takes nothing until {@link #start()}.
   *
   * @param group the consumer group; several notifiers in one group share the work
   * @param submit {@code engine::submit}
   */
  public Ingest(
      Broker broker,
      String group,
      Collection<TopicRule> rules,
      Function<Publication, CompletionStage<Published>> submit,
      Quarantine quarantine,
      Clock clock) {
    this.group = group;
    this.rules = List.copyOf(rules);
    this.reader = new MessageReader(rules, clock);
    this.submit = submit;
    this.quarantine = quarantine;
    this.consumer =
        new Consumer(broker, group, reader.queueTopics(), Consumer.BATCH, this::consume);
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
    return "group %s, %s".formatted(group, rules);
  }

  private Consumer.Verdict consume(List<QueueMessage> batch) {
    List<CompletableFuture<?>> all = batch.stream().map(this::begin).toList();
    try {
      all.forEach(CompletableFuture::join);
      return Consumer.Verdict.done();
    } catch (CompletionException e) {
      int level = Math.min(1 + batch.get(0).redeliveries(), LAST_LEVEL);
      log.warn(
          "{} and {} more stay in the queue: {}",
          batch.get(0),
          batch.size() - 1,
          String.valueOf(e.getCause()));
      return Consumer.Verdict.again(level);
    }
  }

  private CompletableFuture<?> begin(QueueMessage message) {
    Reading reading = reader.read(message);
    if (reading instanceof Unusable unusable) {
      return quarantined(message, unusable.reason(), unusable.detail());
    }
    Publication publication;
    try {
      publication = ((Understood) reading).publication();
    } catch (IllegalArgumentException e) {
      return quarantined(message, Reason.INVALID, String.valueOf(e.getMessage()));
    }
    return submit
        .apply(publication)
        .handle((published, failure) -> failure == null ? null : settled(message, failure))
        .toCompletableFuture();
  }

  /** What the engine refuses it will refuse again; any other failure is ours. */
  private Object settled(QueueMessage message, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof ConflictException) {
      return quarantined(message, Reason.CONFLICT, String.valueOf(cause.getMessage())).join();
    }
    if (cause instanceof IllegalArgumentException) {
      return quarantined(message, Reason.INVALID, String.valueOf(cause.getMessage())).join();
    }
    throw new CompletionException(cause);
  }

  private CompletableFuture<?> quarantined(QueueMessage message, Reason reason, String detail) {
    try {
      quarantine.put(group, message, reason, detail);
      return CompletableFuture.completedFuture(message);
    } catch (TirelessException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
