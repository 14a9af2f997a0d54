package dev.tireless.rocketmq;

import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.rocketmq.Quarantine.Reason;
import dev.tireless.rocketmq.Reading.Unusable;
import dev.tireless.wire.Names;
import dev.tireless.wire.Verification;
import dev.tireless.wire.Verification.Rejected;
import dev.tireless.wire.Verification.Verified;
import dev.tireless.wire.Verifier;
import dev.tireless.wire.WireHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Understands messages by the rules of their topics. A message with a signature of ours is verified
 * whatever the rule for foreign ones is; of its timestamp nothing is asked, for it may have lain in
 * the queue for hours. Immutable.
 */
final class MessageReader {

  private static final Duration ANY_AGE = Duration.ofDays(365_000);

  // A member named twice could be two subjects.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, TopicRule> rules = new HashMap<>();
  private final Clock clock;

  MessageReader(Collection<TopicRule> rules, Clock clock) {
    rules.forEach(rule -> this.rules.put(rule.queueTopic(), rule));
    this.clock = clock;
  }

  Set<String> queueTopics() {
    return rules.keySet();
  }

  Reading read(QueueMessage message) {
    TopicRule rule = rules.get(message.queueTopic());
    if (rule == null) {
      return new Unusable(Reason.NO_RULE, "Nothing is configured for " + message.queueTopic());
    }
    if (message.body().length > Payload.MAX_BYTES) {
      return new Unusable(
          Reason.TOO_LARGE,
          "%d bytes, at most %d are taken".formatted(message.body().length, Payload.MAX_BYTES));
    }
    return message.properties().containsKey(WireHeaders.TIRELESS_SIGNATURE)
        ? ours(rule, message)
        : foreign(rule.foreign(), message);
  }

  private Reading ours(TopicRule rule, QueueMessage message) {
    if (rule.secrets().isEmpty()) {
      return new Unusable(Reason.NOT_GENUINE, "It is signed, but there is no secret to verify by");
    }
    Verification verification =
        new Verifier(rule.secrets(), clock, ANY_AGE)
            .verify(message.properties()::get, message.body());
    return verification instanceof Verified verified
        ? new Reading.Ours(verified, traceparent(message))
        : new Unusable(Reason.NOT_GENUINE, ((Rejected) verification).detail());
  }

  /** It is under no signature: one that is none must not spoil what is genuine. */
  private static @Nullable String traceparent(QueueMessage message) {
    String traceparent = message.properties().get(WireHeaders.TRACEPARENT);
    return traceparent != null && Publication.isTraceparent(traceparent) ? traceparent : null;
  }

  private static Reading foreign(TopicRule.@Nullable Foreign rule, QueueMessage message) {
    if (rule == null) {
      return new Unusable(Reason.NOT_SIGNED, "It has no signature, and foreign ones are not taken");
    }
    try {
      JsonNode subject = JSON.readTree(message.body()).at(JsonPointer.compile(rule.subject()));
      return isKey(subject) && Names.isName(subject.asString())
          ? new Reading.Foreign(rule.topic(), subject.asString(), Payload.of(message.body()))
          : new Unusable(Reason.NO_SUBJECT, "There is no usable subject at " + rule.subject());
    } catch (JacksonException e) {
      return new Unusable(Reason.NO_SUBJECT, "It is no JSON that can be read" + place(e));
    }
  }

  /** Of a fraction, digits could be lost, and two keys become one. */
  private static boolean isKey(JsonNode subject) {
    return subject.isString() || subject.isIntegralNumber();
  }

  /** Not the parser's own message: it may quote the payload. */
  private static String place(JacksonException e) {
    TokenStreamLocation place = e.getLocation();
    return place == null
        ? ", for it is beyond the reader's limits"
        : " (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr());
  }
}
