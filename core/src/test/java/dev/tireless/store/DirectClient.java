package dev.tireless.store;

import dev.tireless.receive.NotifierClient;
import dev.tireless.receive.NotifierException;
import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.EpochChangedException;
import dev.tireless.reconcile.FeedQuestion;
import dev.tireless.reconcile.Reconciliation;
import dev.tireless.reconcile.Step;
import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.FeedPage;
import dev.tireless.wire.Result;
import dev.tireless.wire.Watermark;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The notifier without a network in between; it writes down what it is asked. */
final class DirectClient implements NotifierClient {

  private final Reconciliation reconciliation;
  private final Caller caller;
  private final List<String> calls = new ArrayList<>();
  private UnaryOperator<FeedPage> lie = page -> page;
  private int page = Integer.MAX_VALUE;
  private boolean deaf;
  private Runnable meanwhile = () -> {};
  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private String failing = "";

  DirectClient(Reconciliation reconciliation, Caller caller) {
    this.reconciliation = reconciliation;
    this.caller = caller;
  }

  /** What it was asked since the last time. */
  List<String> takeCalls() {
    List<String> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  /** Answers with something else from now on. */
  void lie(UnaryOperator<FeedPage> how) {
    lie = how;
  }

  /** Answers with so many items at most from now on, as a notifier may. */
  void setPage(int items) {
    page = items;
  }

  /** Whether it hears no acks from now on. */
  void setDeaf(boolean deaf) {
    this.deaf = deaf;
  }

  /** What happens, once, between the answer to a watermark and its arrival. */
  void meanwhile(Runnable what) {
    meanwhile = what;
  }

  /** Fails once when it is asked this. */
  void failAt(String call, RuntimeException failure) {
    failing = call;
    failures.add(failure);
  }

  private void called(String call) {
    calls.add(call);
    if (!failures.isEmpty() && call.startsWith(failing)) {
      throw failures.remove();
    }
  }

  @Override
  public FeedPage feed(long epoch, long after, long until, int limit) {
    called("feed %d-%d".formatted(after + 1, until));
    FeedQuestion question = new FeedQuestion(epoch, after, until, Math.min(limit, page));
    return lie.apply(asked(() -> reconciliation.feed(caller, question)));
  }

  @Override
  public Optional<Watermark> watermark(@Nullable Watermark known) {
    called(known == null ? "watermark" : "watermark?");
    Watermark now = reconciliation.watermark(caller);
    Runnable once = meanwhile;
    meanwhile = () -> {};
    once.run();
    return known != null && known.etag().equals(now.etag()) ? Optional.empty() : Optional.of(now);
  }

  @Override
  public Watermark watermarkWithCounts() {
    called("counts");
    return reconciliation.watermarkWithCounts(caller);
  }

  @Override
  public List<DigestBucket> digests(long epoch, Instant from, Instant to, boolean hours) {
    called(hours ? "hours" : "days");
    return asked(
        () -> reconciliation.digests(caller, epoch, from, to, hours ? Step.HOUR : Step.DAY));
  }

  @Override
  public Digest digest(long epoch, long after, long until) {
    called("digest %d-%d".formatted(after + 1, until));
    return asked(() -> reconciliation.digest(caller, epoch, after, until));
  }

  @Override
  public void acknowledge(long epoch, List<Long> seqs) {
    called("ack " + seqs.size());
    if (deaf) {
      throw new NotifierException("Nobody hears the ack", null, null);
    }
    asked(() -> reconciliation.acknowledge(caller, epoch, seqs, null));
  }

  @Override
  public Optional<Result> result(String topic, String subject) {
    return reconciliation.result(caller, topic, subject);
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (EpochChangedException e) {
      throw new NotifierException.EpochChanged(e.epoch());
    }
  }
}
