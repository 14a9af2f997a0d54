package dev.tireless.bench.reconcile;

import dev.tireless.receive.NotifierClient;
import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.FeedQuestion;
import dev.tireless.reconcile.Reconciliation;
import dev.tireless.reconcile.Step;
import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.FeedPage;
import dev.tireless.wire.Result;
import dev.tireless.wire.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The notifier in this process, without the packaged server and HTTP in between. */
record DirectClient(Reconciliation reconciliation, Caller caller) implements NotifierClient {

  @Override
  public FeedPage feed(long epoch, long after, long until, int limit) {
    return reconciliation.feed(caller, new FeedQuestion(epoch, after, until, limit));
  }

  @Override
  public Optional<Watermark> watermark(@Nullable Watermark known) {
    return Optional.of(reconciliation.watermark(caller));
  }

  @Override
  public Watermark watermarkWithCounts() {
    return reconciliation.watermarkWithCounts(caller);
  }

  @Override
  public List<DigestBucket> digests(long epoch, Instant from, Instant to, boolean hours) {
    return reconciliation.digests(caller, epoch, from, to, hours ? Step.HOUR : Step.DAY);
  }

  @Override
  public Digest digest(long epoch, long after, long until) {
    return reconciliation.digest(caller, epoch, after, until);
  }

  @Override
  public void acknowledge(long epoch, List<Long> seqs) {
    reconciliation.acknowledge(caller, epoch, seqs, null);
  }

  @Override
  public Optional<Result> result(String topic, String subject) {
    return reconciliation.result(caller, topic, subject);
  }
}
