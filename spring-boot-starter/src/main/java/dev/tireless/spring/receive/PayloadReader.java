package dev.tireless.spring.receive;

import dev.tireless.receive.ReceivedNotification;
import dev.tireless.receive.RefusedException;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON payload as the type that a handler method takes. */
record PayloadReader(JsonMapper mapper, JavaType type)
    implements Function<ReceivedNotification, Object> {

  @Override
  public Object apply(ReceivedNotification notification) {
    Object value = read(notification.payload().bytes());
    if (value == null) {
      throw new RefusedException("The payload is null, not " + name());
    }
    return value;
  }

  // Not the parser's own message: it may quote the payload, and a refusal is told to the notifier.
  private Object read(byte[] payload) {
    try {
      return mapper.readValue(payload, type);
    } catch (JacksonException e) {
      throw new RefusedException("The payload cannot be read as " + name() + place(e));
    }
  }

  /** There is none when the payload is beyond the reader's limits, nested too deep for example. */
  private static String place(JacksonException e) {
    TokenStreamLocation place = e.getLocation();
    return place == null
        ? ""
        : " (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr());
  }

  private String name() {
    return type.getRawClass().getSimpleName();
  }
}
