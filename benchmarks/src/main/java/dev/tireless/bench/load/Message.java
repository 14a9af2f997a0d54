package dev.tireless.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * What one notification says. Its body is always {@value #BODY_BYTES} bytes of JSON with two
 * numbers at fixed places, so that the receiver can read them without a parser.
 *
 * @param number 0, 1, 2 … within a round
 * @param dueMicros when it was to be published, in microseconds since 1970: its latency counts from
 *     here, however late the load itself was
 * @param receiver to whom it goes, from 0
 */
public record Message(long number, long dueMicros, int receiver) {

  public static final int BODY_BYTES = 500;

  /** Of RocketMQ, where messages come that way. */
  public static final String QUEUE_TOPIC = "bench_result";

  private static final int DUE_DIGITS = 16;
  private static final int NUMBER_DIGITS = 12;
  private static final String HEAD = "{\"due\":";
  private static final String MIDDLE = ",\"tx\":\"";
  private static final String REST = "\",\"result\":\"success\",\"note\":\"";
  private static final byte[] TEMPLATE = template();

  /** The business key. */
  public String subject() {
    return "tx-" + padded(number, NUMBER_DIGITS);
  }

  public String topic() {
    return topic(receiver);
  }

  /** The topic to which one receiver alone is subscribed. */
  public static String topic(int receiver) {
    return "bench.result." + receiver;
  }

  public byte[] body() {
    byte[] body = TEMPLATE.clone();
    put(body, HEAD.length(), DUE_DIGITS, dueMicros);
    put(body, HEAD.length() + DUE_DIGITS + MIDDLE.length(), NUMBER_DIGITS, number);
    return body;
  }

  /** Reads a digit of a body. */
  @FunctionalInterface
  public interface Bytes {
    byte at(int index);
  }

  /** When the message with this body was due; -1 if it is none of ours. */
  public static long dueMicros(int length, Bytes body) {
    if (length < HEAD.length() + DUE_DIGITS || body.at(2) != 'd') {
      return -1;
    }
    long micros = 0;
    for (int i = HEAD.length(); i < HEAD.length() + DUE_DIGITS; i++) {
      micros = micros * 10 + (body.at(i) - '0');
    }
    return micros;
  }

  private static byte[] template() {
    String start = HEAD + "0".repeat(DUE_DIGITS) + MIDDLE + "0".repeat(NUMBER_DIGITS) + REST;
    String filler = "x".repeat(BODY_BYTES - start.length() - 2);
    return (start + filler + "\"}").getBytes(StandardCharsets.US_ASCII);
  }

  private static void put(byte[] body, int from, int digits, long value) {
    long rest = value;
    for (int i = from + digits - 1; i >= from; i--) {
      body[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private static String padded(long value, int digits) {
    String text = Long.toString(value);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }
}
