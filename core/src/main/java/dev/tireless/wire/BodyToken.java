package dev.tireless.wire;

import java.nio.charset.StandardCharsets;

/** The trimmed body must equal a token. */
record BodyToken(String token) implements AckRule {

  static final String PREFIX = "BODY:";

  BodyToken {
    if (token.isEmpty() || !token.equals(token.strip())) {
      throw new IllegalArgumentException(
          "The token of %s<token> must not be empty nor have spaces around it, but it is '%s'"
              .formatted(PREFIX, token));
    }
    AckRuleText.checkLength(PREFIX + token);
  }

  @Override
  public boolean accepts(byte[] body) {
    return new String(body, StandardCharsets.UTF_8).strip().equals(token);
  }

  @Override
  public String toString() {
    return PREFIX + token;
  }
}
