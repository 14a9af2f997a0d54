package dev.tireless.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection, for one exchange at a time. What comes while nobody has asked ends it.
 * Belongs to its event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {

  // The receiver counts from when it has sent, and then hangs up though a request is on its way.
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final Endpoint endpoint;
  private final Channel channel;
  private final AnswerDecoder decoder;
  private @Nullable AnswerReader reader;
  private @Nullable Runnable forget;
  private @Nullable Duration askedToRest;
  private long restUntil;

  Connection(Endpoint endpoint, Channel channel, AnswerDecoder decoder) {
    this.endpoint = endpoint;
    this.channel = channel;
    this.decoder = decoder;
  }

  /** Whether a resting connection leads there and may be used once more. */
  boolean isReady(Endpoint there, long now) {
    return endpoint.equals(there) && channel.isActive() && !isOverdue(now) && isClean();
  }

  /** Whether all that came belongs to the answers that were taken. */
  boolean isClean() {
    return decoder.isDrained();
  }

  /** Sends a request; the future says when all of it is written. */
  ChannelFuture send(ByteBuf request, AnswerReader answer) {
    forget = null;
    reader = answer;
    return channel.writeAndFlush(request);
  }

  /**
   * The exchange is over, and there may be another.
   *
   * @param forget is run when the connection ends before
   */
  void rest(long now, Duration atMost, Runnable forget) {
    Duration asked = askedToRest == null ? atMost : askedToRest.minus(MARGIN);
    restUntil = now + (asked.compareTo(atMost) < 0 ? asked : atMost).toNanos();
    this.forget = forget;
  }

  boolean isOverdue(long now) {
    return now - restUntil >= 0;
  }

  /** Closes it in order. */
  void close() {
    ChannelFuture unused = channel.close();
  }

  /**
   * Closes it at once, whatever is under way. With TLS, an orderly end would first wait until the
   * receiver has taken what is written, which one that does not read never does.
   */
  void hangUp() {
    reader = null;
    channel.unsafe().close(channel.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (reader == null) {
        hangUp();
      } else {
        reader.read(message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  /** Not before: what has come behind the answer shows that the connection is of no more use. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    AnswerReader ended = reader;
    if (ended != null && ended.isComplete()) {
      reader = null;
      askedToRest = ended.keepAliveTime();
      ended.tell();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(new ClosedChannelException());
    if (forget != null) {
      forget.run();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(cause);
    hangUp();
  }

  private void fail(Throwable cause) {
    AnswerReader broken = reader;
    reader = null;
    if (broken != null) {
      broken.fail(cause);
    }
  }
}
