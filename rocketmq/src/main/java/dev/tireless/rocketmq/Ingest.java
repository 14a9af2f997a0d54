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
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
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

  /** After a failure of ours; the last one again and again. */
  private static final List<Duration> DELAYS =
      Stream.of(1, 5, 10, 30, 60).map(Duration::ofSeconds).toList();

  /** What the database still rejects then would come for ever, and what it came with, too. */
  private static final int REDELIVERIES = 3;

  /** Only while others are published is it the message that is rejected, not everything. */
  private static final Duration RECENTLY = Duration.ofMinutes(1);

  /** Who waits longer gives the message back to the broker. */
  private static final Duration LONGEST_COMMIT = Duration.ofSeconds(60);

  private final Settings settings;
  private final String group;
  private final MessageReader reader;
  private final Quarantine quarantine;
  private final Function<Publication, CompletionStage<Published>> submit;
  private final Clock clock;
  private final Consumer consumer;
  private volatile Instant lastPublished = Instant.MIN;

  /**
   * What an ingest listens to.
   *
   * @param group the consumer group; several notifiers in one group share the work, and have the
   *     same rules
   * @param levels the broker's own
   */
  public record Settings(String group, List<TopicRule> rules, DelayLevels levels) {}

  /**
   * An ingest that takes nothing until {@link #start()}.
   *
   * @param submit {@code engine::submit}
   */
  public Ingest(
      Broker broker,
      Settings settings,
      Function<Publication, CompletionStage<Published>> submit,
      Quarantine quarantine,
      Clock clock) {
    this.settings = settings;
    this.group = settings.group();
    this.reader = new MessageReader(settings.rules(), clock);
    this.submit = submit;
    this.quarantine = quarantine;
    this.clock = clock;
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
    return settings.toString();
  }

  /** All are submitted before the first is waited for, so that they share a commit. */
  Consumer.Verdict consume(List<QueueMessage> batch) {
    try {
      List<Submission> submissions = batch.stream().map(this::submitted).toList();
      submissions.forEach(this::settle);
      return Consumer.Verdict.done();
    } catch (TirelessException | CompletionException e) {
      log.warn(
          "{} and {} more stay in the queue: {}", batch.get(0), batch.size() - 1, e.toString());
      return Consumer.Verdict.again(levelAfter(batch.get(0).redeliveries()));
    }
  }

  private int levelAfter(int redeliveries) {
    Duration delay = DELAYS.get(Math.min(redeliveries, DELAYS.size() - 1));
    return settings.levels().levelFor(delay);
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
            ? published(understood)
                .thenApply(this::noted)
                .handle((published, failure) -> refusal(message, failure))
            : CompletableFuture.completedFuture(Optional.of((Unusable) reading)));
  }

  private CompletableFuture<Published> published(Understood understood) {
    return CompletableFuture.completedFuture(understood)
        .thenApply(Understood::publication)
        .thenCompose(submit)
        .orTimeout(LONGEST_COMMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private Published noted(Published published) {
    if (published.first()) {
      lastPublished = clock.instant();
    }
    return published;
  }

  private void settle(Submission submission) {
    submission
        .refusal()
        .join()
        .ifPresent(why -> quarantine.put(group, submission.message(), why.reason(), why.detail()));
  }

  /** What the engine refuses it will refuse again; any other failure is ours. */
  private Optional<Unusable> refusal(QueueMessage message, @Nullable Throwable failure) {
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
    if (message.redeliveries() >= REDELIVERIES
        && cause.getCause() instanceof SQLException rejection
        && Dialect.isRejected(rejection)
        && othersArePublished()) {
      return Optional.of(new Unusable(Reason.REJECTED, FirstLine.of(rejection)));
    }
    throw new CompletionException(cause);
  }

  private boolean othersArePublished() {
    return clock.instant().minus(RECENTLY).isBefore(lastPublished);
  }
}
