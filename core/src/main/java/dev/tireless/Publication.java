package dev.tireless;

import dev.tireless.wire.Names;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks to be told: a result, what it is about, and to whom.
 *
 * @param tenant owner of the notification, {@value #DEFAULT_TENANT} unless told
 * @param topic what kind of result, e.g. {@code recharge.completed}
 * @param subject the business key, e.g. the transaction number
 * @param version revision of that subject's result, at least 1
 * @param to receiver ids; empty means every receiver subscribed to the topic
 * @param contentType media type of the payload
 * @param payload the exact bytes the receivers will get
 * @param traceparent W3C trace context of the publisher
 */
public record Publication(
    String tenant,
    String topic,
    String subject,
    long version,
    List<String> to,
    String contentType,
    Payload payload,
    @Nullable String traceparent) {

  public static final String DEFAULT_TENANT = "default";
  public static final String JSON = "application/json";
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}[!-~]{0,60}");

  public Publication {
    Names.check("tenant", tenant);
    Names.check("topic", topic);
    Names.check("subject", subject);
    if (version < 1) {
      throw new IllegalArgumentException("A version starts at 1, but it is " + version);
    }
    to = to.stream().distinct().toList();
    to.forEach(receiver -> Names.check("receiver", receiver));
    checkContentType(contentType);
    if (traceparent != null && !isTraceparent(traceparent)) {
      throw new IllegalArgumentException(
          "A traceparent is as W3C Trace Context says, but it is '" + traceparent + "'");
    }
  }

  /** JSON (or any other text that is declared later) to every subscribed receiver, version 1. */
  public static Publication of(String topic, String subject, Payload payload) {
    return new Publication(DEFAULT_TENANT, topic, subject, 1, List.of(), JSON, payload, null);
  }

  public Publication version(long version) {
    return new Publication(tenant, topic, subject, version, to, contentType, payload, traceparent);
  }

  public Publication tenant(String tenant) {
    return new Publication(tenant, topic, subject, version, to, contentType, payload, traceparent);
  }

  public Publication to(String... receivers) {
    return new Publication(
        tenant, topic, subject, version, List.of(receivers), contentType, payload, traceparent);
  }

  public Publication contentType(String contentType) {
    return new Publication(tenant, topic, subject, version, to, contentType, payload, traceparent);
  }

  public Publication traceparent(String traceparent) {
    return new Publication(tenant, topic, subject, version, to, contentType, payload, traceparent);
  }

  /** Whether the text is a {@code traceparent} of W3C Trace Context. */
  public static boolean isTraceparent(String text) {
    return TRACEPARENT.matcher(text).matches();
  }

  private static void checkContentType(String contentType) {
    boolean printable = contentType.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    if (contentType.isBlank() || contentType.length() > 255 || !printable) {
      throw new IllegalArgumentException(
          "A content type is 1 to 255 printable ASCII characters, but it is '" + contentType + "'");
    }
  }
}
