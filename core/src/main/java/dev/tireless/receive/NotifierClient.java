package dev.tireless.receive;

import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.FeedPage;
import dev.tireless.wire.Result;
import dev.tireless.wire.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The notifier as we ask it: the reconciliation API. Every call throws {@link NotifierException}
 * when there is no answer that can be used. Thread-safe.
 */
public interface NotifierClient {

  /** Items behind one number and up to another, at most so many; fewer do not mean the end. */
  FeedPage feed(long epoch, long after, long until, int limit);

  /**
   * How far our sequence goes.
   *
   * @param known what was told before; null for nothing
   * @return empty when nothing has changed since
   */
  Optional<Watermark> watermark(@Nullable Watermark known);

  /** How far our sequence goes, and how much of it the notifier takes for unacked. */
  Watermark watermarkWithCounts();

  /** Digests of days, or of hours, from one beginning to another. */
  List<DigestBucket> digests(long epoch, Instant from, Instant to, boolean hours);

  /** The digest of all behind one number and up to another. */
  Digest digest(long epoch, long after, long until);

  /** We have these; they need not be told again. */
  void acknowledge(long epoch, List<Long> seqs);

  /** The newest result of a subject; empty when the notifier knows of none, which is no failure. */
  Optional<Result> result(String topic, String subject);
}
