package dev.tireless.wire;

/** The text form of an ack rule: a kind, and what that kind needs. */
final class AckRuleText {

  private AckRuleText() {}

  static AckRule parse(String text) {
    if (text.equals(AnyBody.HTTP_2XX.toString())) {
      return AnyBody.HTTP_2XX;
    }
    if (text.equals(PullOnly.PULL.toString())) {
      return PullOnly.PULL;
    }
    if (text.startsWith(BodyToken.PREFIX)) {
      return new BodyToken(text.substring(BodyToken.PREFIX.length()));
    }
    if (text.startsWith(JsonValue.PREFIX)) {
      return JsonValue.parse(text);
    }
    throw new IllegalArgumentException(
        "An ack rule is HTTP_2XX, BODY:<token>, JSON:<pointer>=<value> or PULL, but it is '"
            + text
            + "'");
  }

  static void checkLength(String text) {
    if (text.length() > AckRule.MAX_TEXT) {
      throw new IllegalArgumentException(
          "An ack rule is at most %s characters long as text, but this one is %s"
              .formatted(AckRule.MAX_TEXT, text.length()));
    }
  }
}
