package dev.tireless.bench.receiver;

import dev.tireless.bench.load.Message;
import dev.tireless.wire.WireHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/**
 * Answers one connection: {@code POST <path>} acks a notification, {@code /control/…} asks and
 * tells the receiver about itself.
 */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  static final String CONTROL = "/control/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The same each time, so it goes past the encoder. */
  private static final ByteBuf ACK =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer()
              .writeBytes(
                  "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII))
              .asReadOnly());

  private final Ledger ledger;

  RequestHandler(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (request.uri().startsWith(CONTROL)) {
      answer(context, HttpResponseStatus.OK, control(request.uri().substring(CONTROL.length())));
    } else if (ledger.refuses(request.uri())) {
      answer(context, HttpResponseStatus.SERVICE_UNAVAILABLE, "");
    } else {
      ack(request);
      ChannelHandlerContext first = context.pipeline().firstContext();
      ChannelFuture unused = first.writeAndFlush(ACK.duplicate(), first.voidPromise());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ChannelFuture unused = context.close(); // the other side went away; it will have noticed
  }

  private void ack(FullHttpRequest request) {
    ByteBuf body = request.content();
    String id = request.headers().get(WireHeaders.WEBHOOK_ID);
    if (id != null) {
      ledger.ack(
          request.uri(),
          id,
          number(request.headers().get(WireHeaders.SEQ)),
          Message.dueMicros(body.readableBytes(), i -> body.getByte(body.readerIndex() + i)));
    }
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

  private static long number(@Nullable String header) {
    return header == null ? 0 : Long.parseLong(header);
  }

  private static void answer(
      ChannelHandlerContext context, HttpResponseStatus status, String text) {
    ByteBuf body =
        text.isEmpty()
            ? Unpooled.EMPTY_BUFFER
            : ByteBufUtil.encodeString(
                context.alloc(), CharBuffer.wrap(text), StandardCharsets.UTF_8);
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    ChannelFuture unused = context.writeAndFlush(response, context.voidPromise());
  }
}
