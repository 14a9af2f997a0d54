package dev.tireless.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageTest {

  private static final long DUE = 1_795_000_000_123_456L;

  @Test
  void isJsonOfOneSize() {
    String body = text(new Message(42, DUE, 3));
    assertThat(body)
        .hasSize(Message.BODY_BYTES)
        .startsWith("{\"due\":1795000000123456,\"tx\":\"000000000042\",\"result\":\"success\"")
        .endsWith("x\"}");
  }

  @Test
  void tellsTheReceiverWhenItWasDue() {
    byte[] body = new Message(42, DUE, 3).body();
    assertThat(Message.dueMicros(body.length, i -> body[i])).isEqualTo(DUE);
  }

  @Test
  void isNotTakenForWhatItIsNot() {
    byte[] body = "{\"id\":1}".getBytes(StandardCharsets.US_ASCII);
    assertThat(Message.dueMicros(body.length, i -> body[i])).isEqualTo(-1);
  }

  @Test
  void sharesNoBytesWithTheNext() {
    byte[] first = new Message(1, DUE, 0).body();
    byte[] second = new Message(2, DUE, 0).body();
    assertThat(first).isNotEqualTo(second);
  }

  private static String text(Message message) {
    return new String(message.body(), StandardCharsets.US_ASCII);
  }
}
