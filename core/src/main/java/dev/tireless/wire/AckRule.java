package dev.tireless.wire;

/**
 * Which answers of a receiver count as an ack. Every rule wants a status of 2xx.
 *
 * <p>The text form is {@code HTTP_2XX}, {@code BODY:<token>}, {@code JSON:<pointer>=<value>} or
 * {@code PULL}; {@link #toString()} writes it, {@link #parse} reads it back, and it never exceeds
 * {@value #MAX_TEXT} characters. Immutable and safe for use by several threads.
 */
public sealed interface AckRule permits AnyBody, BodyToken, JsonValue, PullOnly {

  /** The longest text form, in characters. */
  int MAX_TEXT = 255;

  /** Any 2xx is an ack. */
  static AckRule http2xx() {
    return AnyBody.HTTP_2XX;
  }

  /**
   * An ack is a 2xx whose body, read as UTF-8 and trimmed, equals the token: {@code success} for
   * Alipay's way.
   *
   * @throws IllegalArgumentException if the token is empty, has spaces around it or is too long
   */
  static AckRule body(String token) {
    return new BodyToken(token);
  }

  /**
   * An ack is a 2xx whose body is JSON with the value at the pointer: {@code /code} and {@code
   * SUCCESS} for WeChat's way. The value is compared with the text of a string, number, boolean or
   * null. JSON that is malformed or names a member twice is no ack.
   *
   * @param pointer RFC 6901, without {@code =}
   * @throws IllegalArgumentException if the pointer is none, the value is empty, or both are too
   *     long
   */
  static AckRule json(String pointer, String value) {
    return new JsonValue(pointer, value);
  }

  /**
   * No answer is an ack: the receiver says by a call of its own what it has, and is told by the
   * schedule until then.
   */
  static AckRule pull() {
    return PullOnly.PULL;
  }

  /**
   * Reads the text form; for JSON, the first {@code =} ends the pointer.
   *
   * @throws IllegalArgumentException if it is none; the message says what is wrong
   */
  static AckRule parse(String text) {
    return AckRuleText.parse(text);
  }

  /**
   * Whether the answer is an ack. Never throws, whatever the body is.
   *
   * @param status of the answer
   * @param body what was read of it
   */
  default boolean isAck(int status, byte[] body) {
    return status >= 200 && status <= 299 && accepts(body);
  }

  /** Whether the body of a 2xx answer is what the rule wants. */
  boolean accepts(byte[] body);

  /** The text form. */
  @Override
  String toString();
}
