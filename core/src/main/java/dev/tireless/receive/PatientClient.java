package dev.tireless.receive;

import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.FeedPage;
import dev.tireless.wire.Result;
import dev.tireless.wire.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits when the notifier wants to be left alone for a little while, and asks again, so that a long
 * comparison goes on at the rate that the notifier allows instead of beginning anew.
 */
final class PatientClient implements NotifierClient {

  private static final Duration LITTLE = Duration.ofSeconds(5);
  private static final int TRIES = 5;

  private final NotifierClient client;
  private final Pace pace;

  PatientClient(NotifierClient client, Pace pace) {
    this.client = client;
    this.pace = pace;
  }

  @Override
  public FeedPage feed(long epoch, long after, long until, int limit) {
    return asked(() -> client.feed(epoch, after, until, limit));
  }

  @Override
  public Optional<Watermark> watermark(@Nullable Watermark known) {
    return asked(() -> client.watermark(known));
  }

  @Override
  public Watermark watermarkWithCounts() {
    return asked(client::watermarkWithCounts);
  }

  @Override
  public List<DigestBucket> digests(long epoch, Instant from, Instant to, boolean hours) {
    return asked(() -> client.digests(epoch, from, to, hours));
  }

  @Override
  public Digest digest(long epoch, long after, long until) {
    return asked(() -> client.digest(epoch, after, until));
  }

  @Override
  public void acknowledge(long epoch, List<Long> seqs) {
    asked(
        () -> {
          client.acknowledge(epoch, seqs);
          return seqs;
        });
  }

  @Override
  public Optional<Result> result(String topic, String subject) {
    return asked(() -> client.result(topic, subject));
  }

  private <T> T asked(Supplier<T> question) {
    for (int tries = 1; ; tries++) {
      try {
        return question.get();
      } catch (NotifierException e) {
        Duration wait = e.retryAfter();
        if (wait == null || wait.compareTo(LITTLE) > 0 || tries == TRIES || !pace.pause(wait)) {
          throw e;
        }
      }
    }
  }
}
