package dev.tireless.spring;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A configuration property by its name, so that every complaint names it. */
public record Property(String name) {

  public Property child(String child) {
    return new Property(name + "." + child);
  }

  /**
   * What was configured.
   *
   * @throws InvalidPropertyException when nothing was
   */
  public <T> T required(@Nullable T value) {
    if (value == null) {
      throw new InvalidPropertyException(name, "it is missing");
    }
    return value;
  }

  /**
   * What was configured, without the blanks around it.
   *
   * @throws InvalidPropertyException when nothing was, or nothing but blanks
   */
  public String text(@Nullable String value) {
    return required(value == null || value.isBlank() ? null : value.strip());
  }

  /**
   * Passes when the check does.
   *
   * @throws InvalidPropertyException when it throws an {@link IllegalArgumentException}
   */
  public void check(Runnable check) {
    read(
        () -> {
          check.run();
          return this;
        });
  }

  /**
   * What the configured value means.
   *
   * @throws InvalidPropertyException when reading it throws an {@link IllegalArgumentException}
   */
  public <T> T read(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidPropertyException(name, String.valueOf(e.getMessage()));
    }
  }
}
