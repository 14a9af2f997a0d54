package dev.tireless;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The fact that a receiver must know, as it was committed with the publisher's business.
 *
 * @param id {@code ntf_} and 26 characters, time-ordered, the same on every attempt
 * @param createdAt when it was published, in microseconds
 * @param traceparent W3C trace context of the publisher
 */
public record Notification(
    String id,
    String tenant,
    String topic,
    String subject,
    long version,
    String contentType,
    Payload payload,
    Instant createdAt,
    @Nullable String traceparent) {}
