package dev.tireless.rocketmq;

import dev.tireless.ConflictException;
import dev.tireless.Publication;
import dev.tireless.TirelessException;
import dev.tireless.publish.Published;
import dev.tireless.rocketmq.Quarantine.Reason;
import dev.tireless.rocketmq.Reading.Understood;
import dev.tireless.rocketmq.Reading.Unusable;
import dev.tireless.store.Dialect;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

  /** What the database rejects that often would come for ever, and what it came with, too. */
  private static final int REJECTIONS = 3;

  /** Who waits longer gives the message back to the broker. */
  private static final Duration LONGEST_COMMIT = Duration.ofSeconds(60);

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

  /** All are submitted before the first is waited for, so that they share a commit. */
  private Consumer.Verdict consume(List<QueueMessage> batch) {
    try {
      List<Submission> submissions = batch.stream().map(this::submitted).toList();
      submissions.forEach(this::settle);
      return Consumer.Verdict.done();
    } catch (TirelessException | CompletionException e) {
      int level = Math.min(1 + batch.get(0).redeliveries(), LAST_LEVEL);
      log.warn(
          "{} and {} more stay in the queue: {}", batch.get(0), batch.size() - 1, e.toString());
      return Consumer.Verdict.again(level);
    }
  }

  /**
   * A message on its way.
   *
   * @param refusal why it cannot be used; empty when it is published
   */
  private record Submission(QueueMessage message, CompletableFuture<Optional<Unusable>> refusal) {}

  private Submission submitted(QueueMessage message) {
    Reading reading = reader.read(message);
    return new Submission(
        message,
        reading instanceof Understood understood
            ? published(understood).handle((published, failure) -> refusal(message, failure))
            : CompletableFuture.completedFuture(Optional.of((Unusable) reading)));
  }

  private CompletableFuture<Published> published(Understood understood) {
    return CompletableFuture.completedFuture(understood.publication())
        .thenCompose(submit)
        .orTimeout(LONGEST_COMMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private void settle(Submission submission) {
    submission
        .refusal()
        .join()
        .ifPresent(why -> quarantine.put(group, submission.message(), why.reason(), why.detail()));
  }

  /** What the engine refuses it will refuse again; any other failure is ours. */
  private static Optional<Unusable> refusal(QueueMessage message, @Nullable Throwable failure) {
    if (failure == null) {
      return Optional.empty();
    }
    Throwable cause =
        failure instanceof CompletionException
            ? Objects.requireNonNullElse(failure.getCause(), failure)
            : failure;
    if (cause instanceof ConflictException) {
      return Optional.of(new Unusable(Reason.CONFLICT, String.valueOf(cause.getMessage())));
    }
    if (cause instanceof IllegalArgumentException) {
      return Optional.of(new Unusable(Reason.INVALID, String.valueOf(cause.getMessage())));
    }
    if (message.redeliveries() >= REJECTIONS
        && cause.getCause() instanceof SQLException rejection
        && Dialect.isRejected(rejection)) {
      return Optional.of(new Unusable(Reason.REJECTED, FirstLine.of(rejection)));
    }
    throw new CompletionException(cause);
  }
}
