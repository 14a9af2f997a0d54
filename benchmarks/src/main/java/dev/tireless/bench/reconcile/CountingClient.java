package dev.tireless.bench.reconcile;

import dev.tireless.receive.NotifierClient;
import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.FeedPage;
import dev.tireless.wire.Result;
import dev.tireless.wire.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts what is asked, and may see only the beginning of the sequence. For one thread. */
final class CountingClient implements NotifierClient {

  private final NotifierClient client;
  private final long most;
  private long requests;

  /**
   * @param most how many items of the sequence it sees
   */
  CountingClient(NotifierClient client, long most) {
    this.client = client;
    this.most = most;
  }

  long requests() {
    return requests;
  }

  @Override
  public FeedPage feed(long epoch, long after, long until, int limit) {
    requests++;
    return client.feed(epoch, after, until, limit);
  }

  @Override
  public Optional<Watermark> watermark(@Nullable Watermark known) {
    requests++;
    return client
        .watermark(known)
        .map(w -> new Watermark(w.epoch(), Math.min(most, w.seq()), w.at(), null, null));
  }

  @Override
  public Watermark watermarkWithCounts() {
    requests++;
    return client.watermarkWithCounts();
  }

  @Override
  public List<DigestBucket> digests(long epoch, Instant from, Instant to, boolean hours) {
    requests++;
    return client.digests(epoch, from, to, hours);
  }

  @Override
  public Digest digest(long epoch, long after, long until) {
    requests++;
    return client.digest(epoch, after, until);
  }

  @Override
  public void acknowledge(long epoch, List<Long> seqs) {
    requests++;
    client.acknowledge(epoch, seqs);
  }

  @Override
  public Optional<Result> result(String topic, String subject) {
    requests++;
    return client.result(topic, subject);
  }
}
