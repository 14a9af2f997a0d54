package dev.tireless.bench.receiver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.ObjectMapper;

/**
 * Answers one connection: {@code POST <path>} acks a notification, {@code /control/…} asks and
 * tells the receiver about itself.
 */
final class RequestHandler extends SimpleChannelInboundHandler<Request> {

  static final String CONTROL = "/control/";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ByteBuf ACK = always("200 OK");
  private static final ByteBuf DOWN = always("503 Service Unavailable");

  private final Ledger ledger;

  RequestHandler(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Request request) {
    if (request.uri().startsWith(CONTROL)) {
      byte[] text =
          control(request.uri().substring(CONTROL.length())).getBytes(StandardCharsets.UTF_8);
      answer(context, Unpooled.wrappedBuffer(head("200 OK", text.length), text));
    } else if (ledger.refuses(request.uri())) {
      answer(context, DOWN.duplicate());
    } else {
      if (request.id() != null) {
        ledger.ack(request.uri(), request.id(), request.seq(), request.dueMicros());
      }
      answer(context, ACK.duplicate());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ChannelFuture unused = context.close(); // the other side went away; it will have noticed
  }

  private String control(String command) {
    int slash = command.indexOf('/');
    String name = slash < 0 ? command : command.substring(0, slash);
    String path = slash < 0 ? "" : command.substring(slash);
    switch (name) {
      case "acked" -> {
        return Long.toString(ledger.acked());
      }
      case "down" -> ledger.setDown(path, true);
      case "up" -> ledger.setDown(path, false);
      case "forget" -> ledger.forget();
      default -> {
        // "facts"
      }
    }
    return JSON.writeValueAsString(ledger.facts());
  }

  private static void answer(ChannelHandlerContext context, ByteBuf bytes) {
    ChannelFuture unused = context.writeAndFlush(bytes, context.voidPromise());
  }

  /** An answer without a body. */
  private static ByteBuf always(String status) {
    ByteBuf bytes = Unpooled.directBuffer().writeBytes(head(status, 0));
    return Unpooled.unreleasableBuffer(bytes.asReadOnly());
  }

  private static byte[] head(String status, int length) {
    return "HTTP/1.1 %s\r\ncontent-length: %d\r\n\r\n"
        .formatted(status, length)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
