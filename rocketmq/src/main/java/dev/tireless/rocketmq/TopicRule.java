package dev.tireless.rocketmq;

import dev.tireless.wire.Names;
import dev.tireless.wire.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/**
 * How the messages of one queue topic are understood. Immutable.
 *
 * @param secrets every key that the senders may sign with
 * @param foreign how to understand a message that has no properties of ours; null refuses it
 */
public record TopicRule(String queueTopic, List<Secret> secrets, @Nullable Foreign foreign) {

  public TopicRule {
    QueueTopic.check(queueTopic);
    secrets = List.copyOf(secrets);
    if (secrets.isEmpty() && foreign == null) {
      throw new IllegalArgumentException(
          "Queue topic %s has neither a secret to verify by nor a rule for foreign messages"
              .formatted(queueTopic));
    }
  }

  /**
   * Messages without properties of ours, from programs that know nothing of us. Nothing proves who
   * sent them: whoever may write to the queue topic is believed.
   *
   * @param topic what kind of result they bring
   * @param subject where in their JSON the business key is, as RFC 6901 says
   */
  public record Foreign(String topic, String subject) {

    public Foreign {
      Names.check("topic", topic);
      if (!subject.startsWith("/")) {
        throw new IllegalArgumentException(
            "A JSON pointer to the subject starts with /, but it is '" + subject + "'");
      }
      JsonPointer.compile(subject);
    }
  }
}
