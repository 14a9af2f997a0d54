package dev.tireless.bench.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.bench.load.Message;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestReaderTest {

  private static final long DUE = 1_790_000_000_123_456L;
  private static final String BODY =
      new String(new Message(7, DUE, 0).body(), StandardCharsets.US_ASCII);
  private static final String POST =
      "POST /r/0 HTTP/1.1\r\nHost: a\r\nWebhook-Id:ntf_1\r\nTIRELESS-SEQ: 12\r\nContent-Length: "
          + BODY.length()
          + "\r\n\r\n"
          + BODY;

  private final EmbeddedChannel channel =
      new EmbeddedChannel(new RequestReader(new byte[16 * 1024]));

  @Test
  void readsWhatTheReceiverNeeds() {
    write(POST);
    assertThat(channel.<Request>readInbound()).isEqualTo(new Request("/r/0", "ntf_1", 12, DUE));
  }

  @Test
  void readsOneThatComesByteByByteAsOftenAsItIsSent() {
    for (char next : (POST + POST).toCharArray()) {
      write(String.valueOf(next));
    }
    Request expected = new Request("/r/0", "ntf_1", 12, DUE);
    assertThat(channel.inboundMessages()).containsExactly(expected, expected);
  }

  @Test
  void readsSeveralAtOnceAndOneWithoutBody() {
    write(POST + "GET /control/facts HTTP/1.1\r\nHost: a\r\n\r\n" + POST);
    assertThat(channel.inboundMessages())
        .extracting(request -> ((Request) request).uri())
        .containsExactly("/r/0", "/control/facts", "/r/0");
  }

  @Test
  void refusesAHeadWithoutEnd() {
    assertThatThrownBy(() -> write("GET / HTTP/1.1\r\n" + "x".repeat(20_000)))
        .isInstanceOf(TooLongFrameException.class);
  }

  private void write(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }
}
