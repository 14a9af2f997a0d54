package dev.tireless.deliver;

import dev.tireless.Notification;
import dev.tireless.OverloadedException;
import dev.tireless.Publication;
import dev.tireless.TirelessException;
import dev.tireless.publish.BatchPublisher;
import dev.tireless.publish.BatchPublisher.Result;
import dev.tireless.publish.Published;
import dev.tireless.store.Claim;
import dev.tireless.store.Database;
import dev.tireless.store.Dialect;
import dev.tireless.store.SequenceStore;
import dev.tireless.store.SequenceStore.Unsequenced;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes and numbers what callers hand over, many in one transaction: whatever has come while
 * the one before was written. Callers are answered after the commit, never before.
 *
 * <p>What the database rejects is found by halving the batch, so that only its own caller hears of
 * it. When the connection breaks, everyone in the batch hears of it: whether it was committed is
 * not known, and publishing again is safe.
 */
final class GroupCommit {

  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  static final int MAX_BATCH = 500;
  static final int MAX_WAITING = 10_000;

  /** Far below what any of the databases takes in one statement. */
  private static final int MAX_BATCH_BYTES = 4 * 1024 * 1024;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Database database;
  private final BatchPublisher publisher;
  private final SequenceStore sequences;
  private final Numbering numbering;
  private final FreshLeases.Source freshLeases;
  private final Clock clock;
  private final Queue<Submission> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore room = new Semaphore(MAX_WAITING);
  private volatile boolean closed;

  GroupCommit(
      Database database, FreshLeases.Source freshLeases, Clock clock, RandomGenerator random) {
    this.database = database;
    this.publisher = new BatchPublisher(database.dialect(), clock, random);
    this.sequences = new SequenceStore(database.dialect());
    this.numbering = new Numbering(database.dialect());
    this.freshLeases = freshLeases;
    this.clock = clock;
  }

  /** Somebody waits for the answer. */
  private record Submission(Claim claim, CompletableFuture<Published> answer) {}

  /** What one transaction wrote. */
  private record Written(List<Result> results, FreshLeases fresh, Instant at) {}

  /** Takes it over, to be written by {@link #write}; waits a while when too much waits already. */
  CompletableFuture<Published> submit(Publication publication) {
    Claim claim = publisher.claim(publication);
    CompletableFuture<Published> answer = new CompletableFuture<>();
    if (hasRoom()) {
      waiting.add(new Submission(claim, answer));
      if (closed) {
        refuse();
      }
    } else {
      answer.completeExceptionally(
          new OverloadedException(
              "%d submissions are waiting to be written, and none of them was for %s"
                  .formatted(MAX_WAITING, PATIENCE)));
    }
    return answer;
  }

  private boolean hasRoom() {
    try {
      return room.tryAcquire() || room.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How many submissions were dealt with, and what of theirs is to be sent at once. */
  record Batch(int size, List<Leased> fresh) {}

  /** Writes one batch and answers its callers. */
  Batch write() {
    List<Submission> batch = batch();
    room.release(batch.size());
    return new Batch(batch.size(), batch.isEmpty() ? List.of() : write(batch));
  }

  /** Nothing is written any more: whoever waits for an answer hears so. */
  void refuse() {
    closed = true;
    turnAway("The engine was closed");
  }

  /** Whoever waits for an answer now hears why nothing is written; tells how many. */
  int turnAway(String why) {
    int turnedAway = 0;
    for (Submission next = waiting.poll(); next != null; next = waiting.poll()) {
      room.release();
      next.answer().completeExceptionally(new TirelessException(why));
      turnedAway++;
    }
    return turnedAway;
  }

  private List<Submission> batch() {
    List<Submission> batch = new ArrayList<>();
    int bytes = 0;
    while (batch.size() < MAX_BATCH && bytes < MAX_BATCH_BYTES) {
      Submission next = waiting.poll();
      if (next == null) {
        break;
      }
      batch.add(next);
      bytes += next.claim().publication().payload().size();
    }
    return batch;
  }

  private List<Leased> write(List<Submission> batch) {
    List<Claim> claims = batch.stream().map(Submission::claim).toList();
    Written written;
    try {
      written = database.inTransaction("submit", c -> write(c, claims));
    } catch (RuntimeException | Error e) {
      return writeHalves(batch, e);
    }
    try {
      return entered(written);
    } finally {
      answer(batch, written.results());
    }
  }

  private List<Leased> writeHalves(List<Submission> batch, Throwable cause) {
    if (batch.size() == 1 || isUnreachable(cause)) {
      batch.forEach(submission -> submission.answer().completeExceptionally(cause));
      return List.of();
    }
    log.debug("Could not write {} submissions at once, so by halves", batch.size(), cause);
    int half = batch.size() / 2;
    List<Leased> fresh = new ArrayList<>(writeHalf(batch.subList(0, half)));
    fresh.addAll(writeHalf(batch.subList(half, batch.size())));
    return fresh;
  }

  /** Whatever goes wrong with one half, the other is written, and everybody is answered. */
  private List<Leased> writeHalf(List<Submission> half) {
    try {
      return write(half);
    } catch (RuntimeException | Error e) {
      log.error("Behind the commit of {}; what it leased is sent after the lease", half.size(), e);
      half.forEach(submission -> submission.answer().completeExceptionally(e));
      return List.of();
    }
  }

  private static boolean isUnreachable(Throwable e) {
    return e.getCause() instanceof SQLException cause && Dialect.isUnreachable(cause);
  }

  private static void answer(List<Submission> batch, List<Result> results) {
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      if (result.refusal() == null) {
        batch.get(i).answer().complete(result.published());
      } else {
        batch.get(i).answer().completeExceptionally(result.refusal());
      }
    }
  }

  private Written write(Connection c, List<Claim> claims) throws SQLException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Result> results = publisher.publish(c, claims, now);
    FanOut fanOut = fanOut(c, results.stream().filter(Result::isFirst).toList());
    FreshLeases fresh = freshLeases.of(c, fanOut.receivers(), now);
    if (!fanOut.items().isEmpty()) {
      numbering.write(c, fanOut, now, fresh::open);
    }
    return new Written(results, fresh, now);
  }

  /** What is too much for one transaction goes the way of what was published in another's. */
  private FanOut fanOut(Connection c, List<Result> firsts) throws SQLException {
    FanOut fanOut = new FanOut();
    List<Unsequenced> batch = firsts.stream().map(first -> unsequenced(first.claim())).toList();
    Recipients recipients = new Recipients(sequences, c, batch);
    List<String> left = new ArrayList<>();
    for (Unsequenced next : batch) {
      List<Long> all = recipients.of(next);
      if (all.size() > fanOut.room() || !fanOut.take(next, all)) {
        left.add(next.notificationId());
      }
    }
    publisher.leaveToSequencer(c, left);
    return fanOut;
  }

  private static Unsequenced unsequenced(Claim claim) {
    Publication p = claim.publication();
    return new Unsequenced(claim.id(), p.tenant(), p.topic(), p.to(), 0);
  }

  private static List<Leased> entered(Written written) {
    Map<String, Notification> notifications = new HashMap<>();
    for (Result result : written.results()) {
      notifications.put(result.claim().id(), notification(result.claim(), written.at()));
    }
    return written.fresh().entered(notifications::get);
  }

  private static Notification notification(Claim claim, Instant at) {
    Publication p = claim.publication();
    return new Notification(
        claim.id(),
        p.tenant(),
        p.topic(),
        p.subject(),
        p.version(),
        p.contentType(),
        p.payload(),
        at,
        p.traceparent());
  }
}
