package dev.tireless.rocketmq;

import dev.tireless.Payload;
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
        ? new Reading.Ours(verified, message.properties().get(WireHeaders.TRACEPARENT))
        : new Unusable(Reason.NOT_GENUINE, ((Rejected) verification).detail());
  }

  private static Reading foreign(TopicRule.@Nullable Foreign rule, QueueMessage message) {
    if (rule == null) {
      return new Unusable(Reason.NOT_SIGNED, "It has no signature, and foreign ones are not taken");
    }
    try {
      JsonNode subject = JSON.readTree(message.body()).at(JsonPointer.compile(rule.subject()));
      return subject.isValueNode() && Names.isName(subject.asString())
          ? new Reading.Foreign(rule.topic(), subject.asString(), Payload.of(message.body()))
          : new Unusable(Reason.NO_SUBJECT, "There is no usable subject at " + rule.subject());
    } catch (JacksonException e) {
      return new Unusable(
          Reason.NO_SUBJECT,
          "It is no JSON (line %d, column %d)"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
  }
}
