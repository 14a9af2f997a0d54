package dev.tireless;

import dev.tireless.schedule.RetrySchedule;
import dev.tireless.wire.AckRule;
import dev.tireless.wire.Names;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Who must be told, where and how. Immutable; the {@code with}-less copies below change one thing
 * each.
 *
 * @param tenant owner
 * @param id unique within the tenant
 * @param topics what it is subscribed to
 * @param channel name of the channel that carries to it, e.g. {@value #HTTP}
 * @param url where the channel finds it
 * @param secret signs what it is sent
 * @param schedule when to try again and when to stop
 * @param ackRule which answers count as an ack
 * @param refusable whether its 422 means "never send this one again"
 * @param maxInFlight the most attempts to it at one time, over all nodes: each live node takes an
 *     equal share, rounded up, at least 1
 * @param exchangeTimeout from connecting to the last byte of the answer, at most 30 s
 */
public record Receiver(
    String tenant,
    String id,
    List<String> topics,
    String channel,
    URI url,
    Secret secret,
    RetrySchedule schedule,
    AckRule ackRule,
    boolean refusable,
    int maxInFlight,
    Duration exchangeTimeout) {

  public static final String HTTP = "http";
  public static final Duration MAX_EXCHANGE_TIMEOUT = Duration.ofSeconds(30);

  public Receiver {
    Names.check("tenant", tenant);
    Names.check("receiver", id);
    topics = topics.stream().distinct().sorted().toList();
    topics.forEach(topic -> Names.check("topic", topic));
    if (url.toString().length() > 2048) {
      throw new IllegalArgumentException("The url of receiver " + id + " is over 2048 characters");
    }
    if (maxInFlight < 1 || maxInFlight > 10_000) {
      throw new IllegalArgumentException(
          "maxInFlight of receiver " + id + " must be 1 to 10000, but it is " + maxInFlight);
    }
    if (exchangeTimeout.compareTo(Duration.ofMillis(1)) < 0
        || exchangeTimeout.compareTo(MAX_EXCHANGE_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "exchangeTimeout of receiver "
              + id
              + " must be 1 ms to 30 s, but it is "
              + exchangeTimeout);
    }
  }

  /** A receiver over HTTP with the defaults: schedule {@code classic}, any 2xx is an ack. */
  public static Receiver http(String id, URI url, Secret secret, String... topics) {
    return new Receiver(
        Publication.DEFAULT_TENANT,
        id,
        List.of(topics),
        HTTP,
        url,
        secret,
        RetrySchedule.classic(),
        AckRule.http2xx(),
        false,
        16,
        Duration.ofSeconds(10));
  }

  public Receiver topics(List<String> topics) {
    return new Receiver(
        tenant,
        id,
        topics,
        channel,
        url,
        secret,
        schedule,
        ackRule,
        refusable,
        maxInFlight,
        exchangeTimeout);
  }

  public Receiver schedule(RetrySchedule schedule) {
    return new Receiver(
        tenant,
        id,
        topics,
        channel,
        url,
        secret,
        schedule,
        ackRule,
        refusable,
        maxInFlight,
        exchangeTimeout);
  }

  public Receiver ackRule(AckRule ackRule) {
    return new Receiver(
        tenant,
        id,
        topics,
        channel,
        url,
        secret,
        schedule,
        ackRule,
        refusable,
        maxInFlight,
        exchangeTimeout);
  }

  public Receiver refusable(boolean refusable) {
    return new Receiver(
        tenant,
        id,
        topics,
        channel,
        url,
        secret,
        schedule,
        ackRule,
        refusable,
        maxInFlight,
        exchangeTimeout);
  }

  public Receiver maxInFlight(int maxInFlight) {
    return new Receiver(
        tenant,
        id,
        topics,
        channel,
        url,
        secret,
        schedule,
        ackRule,
        refusable,
        maxInFlight,
        exchangeTimeout);
  }

  public Receiver exchangeTimeout(Duration exchangeTimeout) {
    return new Receiver(
        tenant,
        id,
        topics,
        channel,
        url,
        secret,
        schedule,
        ackRule,
        refusable,
        maxInFlight,
        exchangeTimeout);
  }

  public Receiver tenant(String tenant) {
    return new Receiver(
        tenant,
        id,
        topics,
        channel,
        url,
        secret,
        schedule,
        ackRule,
        refusable,
        maxInFlight,
        exchangeTimeout);
  }
}
