package dev.tireless.spring.actuate;

import dev.tireless.Payload;
import dev.tireless.receive.NotifierClient;
import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.DigestSum;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.FeedPage;
import dev.tireless.wire.Result;
import dev.tireless.wire.Watermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has what it is given, and hears no acks. For one thread. */
final class FixedNotifier implements NotifierClient {

  private static final long EPOCH = 1;

  private final List<FeedItem> items = new ArrayList<>();

  void tell(String topic, String subject) {
    Payload payload = Payload.of("{}");
    items.add(
        FeedItem.of(
            items.size() + 1L,
            "ntf_" + subject,
            topic,
            subject,
            1,
            "application/json",
            payload.bytes(),
            payload.sha256()));
  }

  @Override
  public FeedPage feed(long epoch, long after, long until, int limit) {
    return new FeedPage(EPOCH, between(after, until), false, items.size());
  }

  @Override
  public Optional<Watermark> watermark(@Nullable Watermark known) {
    return Optional.of(watermarkWithCounts());
  }

  @Override
  public Watermark watermarkWithCounts() {
    return new Watermark(EPOCH, items.size(), Instant.EPOCH, 0L, null);
  }

  @Override
  public List<DigestBucket> digests(long epoch, Instant from, Instant to, boolean hours) {
    return List.of();
  }

  @Override
  public Digest digest(long epoch, long after, long until) {
    DigestSum sum = new DigestSum();
    between(after, until)
        .forEach(i -> sum.add(i.id(), i.seq(), HexFormat.of().parseHex(i.payloadHash())));
    return sum.digest();
  }

  @Override
  public void acknowledge(long epoch, List<Long> seqs) {}

  @Override
  public Optional<Result> result(String topic, String subject) {
    return Optional.empty();
  }

  private List<FeedItem> between(long after, long until) {
    return items.stream().filter(item -> item.seq() > after && item.seq() <= until).toList();
  }
}
