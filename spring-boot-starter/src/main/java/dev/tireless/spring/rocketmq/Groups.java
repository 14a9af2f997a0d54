package dev.tireless.spring.rocketmq;

import dev.tireless.spring.InvalidPropertyException;
import dev.tireless.spring.Property;
import org.apache.rocketmq.client.Validators;
import org.apache.rocketmq.client.exception.MQClientException;
import org.jspecify.annotations.Nullable;

/** Names of groups, by RocketMQ's own rule, which its client applies only when it starts. */
final class Groups {

  private Groups() {}

  static String checked(Property property, @Nullable String group) {
    String name = property.required(group);
    try {
      Validators.checkGroup(name);
    } catch (MQClientException e) {
      throw new InvalidPropertyException(property.name(), e.getErrorMessage());
    }
    return name;
  }
}
