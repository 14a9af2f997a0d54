package dev.tireless.wire;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body must be JSON with a value at a pointer (RFC 6901). */
record JsonValue(String pointer, String value) implements AckRule {

  static final String PREFIX = "JSON:";

  private static final Pattern POINTER = Pattern.compile("(/([^~/=]|~[01])*)*");

  // A member named twice could say both yes and no.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  JsonValue {
    if (!POINTER.matcher(pointer).matches()) {
      throw new IllegalArgumentException(
          "The pointer of %s<pointer>=<value> is made of /members, with ~0 for ~ and ~1 for /, but it is '%s'"
              .formatted(PREFIX, pointer));
    }
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          "The value of %s<pointer>=<value> is empty".formatted(PREFIX));
    }
    AckRuleText.checkLength(PREFIX + pointer + "=" + value);
  }

  static JsonValue parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "'%s' has no '=' between pointer and value".formatted(text));
    }
    return new JsonValue(text.substring(PREFIX.length(), equals), text.substring(equals + 1));
  }

  @Override
  public boolean accepts(byte[] body) {
    try {
      JsonNode node = JSON.readTree(body).at(JsonPointer.compile(pointer));
      return node.isValueNode() && text(node).equals(value);
    } catch (JacksonException malformed) {
      return false;
    }
  }

  @Override
  public String toString() {
    return PREFIX + pointer + "=" + value;
  }

  private static String text(JsonNode node) {
    return node.isNull() ? "null" : node.asString();
  }
}
