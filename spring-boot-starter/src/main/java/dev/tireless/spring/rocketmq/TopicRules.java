package dev.tireless.spring.rocketmq;

import dev.tireless.rocketmq.TopicRule;
import dev.tireless.spring.InvalidPropertyException;
import dev.tireless.spring.Property;
import dev.tireless.spring.RocketMqProperties.Foreign;
import dev.tireless.spring.RocketMqProperties.Topic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is configured for queue topics. */
final class TopicRules {

  private TopicRules() {}

  static List<TopicRule> of(Property property, Map<String, Topic> topics) {
    if (topics.isEmpty()) {
      throw new InvalidPropertyException(
          property.name(),
          "there is none, but whoever joins a group gets a share of the queues that it listens to");
    }
    return new TreeMap<>(topics)
        .entrySet().stream()
            .map(e -> rule(property.child(e.getKey()), e.getKey(), e.getValue()))
            .toList();
  }

  private static TopicRule rule(Property property, String queueTopic, Topic topic) {
    Property secrets = property.child("secrets");
    return property.read(
        () ->
            new TopicRule(
                queueTopic,
                topic.secrets().stream().map(text -> secrets.read(text::parse)).toList(),
                foreign(property.child("foreign"), topic.foreign())));
  }

  private static TopicRule.@Nullable Foreign foreign(Property property, @Nullable Foreign foreign) {
    if (foreign == null) {
      return null;
    }
    String topic = property.child("topic").required(foreign.topic());
    String subject = property.child("subject").required(foreign.subject());
    return property.read(() -> new TopicRule.Foreign(topic, subject));
  }
}
