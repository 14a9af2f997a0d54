package dev.tireless.spring.rocketmq;

import dev.tireless.rocketmq.DelayLevels;
import dev.tireless.spring.Property;
import org.jspecify.annotations.Nullable;

/** The broker's delay levels, which it does not tell. */
final class Levels {

  private Levels() {}

  static DelayLevels of(Property property, @Nullable String text) {
    return text == null ? DelayLevels.DEFAULT : property.read(() -> DelayLevels.parse(text));
  }
}
