package dev.tireless.bench.receiver;

import dev.tireless.bench.load.Message;
import dev.tireless.wire.WireHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests with a length or without a body, one pass over each head, and of their headers the
 * few that are needed: what the receiver costs is paid by every system that is measured, and a
 * codec that keeps all headers takes a third more. Only for clients that we started ourselves.
 */
final class RequestReader extends ByteToMessageDecoder {

  private static final byte[] LENGTH = name("content-length");
  private static final byte[] ID = name(WireHeaders.WEBHOOK_ID);
  private static final byte[] SEQ = name(WireHeaders.SEQ);

  private final byte[] head;

  /**
   * A reader of one connection.
   *
   * @param head to be used while reading, by all connections of an event loop: there may be
   *     thousands of them; no head may be longer
   */
  RequestReader(byte[] head) {
    this.head = head;
  }

  private static byte[] name(String name) {
    return (name.toLowerCase(Locale.ROOT) + ":").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int start = in.readerIndex();
    int readable = Math.min(in.readableBytes(), head.length);
    in.getBytes(start, head, 0, readable);
    int lineEnd = lineEnd(0, readable);
    String uri = lineEnd < 0 ? "" : uri(lineEnd);
    int length = 0;
    String id = null;
    long seq = 0;
    while (lineEnd >= 0) {
      int line = lineEnd + 2;
      lineEnd = lineEnd(line, readable);
      if (lineEnd == line) {
        finish(in, line + 2, length, new Parts(uri, id, seq), out);
        return;
      }
      if (lineEnd > 0 && has(LENGTH, line)) {
        length = Integer.parseInt(value(LENGTH, line, lineEnd));
      } else if (lineEnd > 0 && has(ID, line)) {
        id = value(ID, line, lineEnd);
      } else if (lineEnd > 0 && has(SEQ, line)) {
        seq = Long.parseLong(value(SEQ, line, lineEnd));
      }
    }
    if (readable == head.length) {
      throw new TooLongFrameException("A head of more than " + head.length + " bytes");
    }
  }

  private record Parts(String uri, @Nullable String id, long seq) {}

  /** Waits for the body if it is not all there; the head is read again then. */
  private static void finish(
      ByteBuf in, int headLength, int length, Parts parts, List<Object> out) {
    if (in.readableBytes() >= headLength + length) {
      int body = in.readerIndex() + headLength;
      long due = Message.dueMicros(length, i -> in.getByte(body + i));
      out.add(new Request(parts.uri, parts.id, parts.seq, due));
      in.skipBytes(headLength + length);
    }
  }

  /** Where the line's carriage return is, or -1. */
  private int lineEnd(int from, int to) {
    for (int i = from; i + 1 < to; i++) {
      if (head[i] == '\r') {
        return i;
      }
    }
    return -1;
  }

  private String uri(int lineEnd) {
    int from = 0;
    while (head[from] != ' ') {
      from++;
    }
    int to = ++from;
    while (to < lineEnd && head[to] != ' ') {
      to++;
    }
    return text(from, to);
  }

  private boolean has(byte[] name, int line) {
    for (int i = 0; i < name.length; i++) {
      byte at = head[line + i];
      if (name[i] != (at >= 'A' && at <= 'Z' ? at + ('a' - 'A') : at)) {
        return false;
      }
    }
    return true;
  }

  private String value(byte[] name, int line, int lineEnd) {
    int from = line + name.length;
    return text(head[from] == ' ' ? from + 1 : from, lineEnd);
  }

  private String text(int from, int to) {
    return new String(head, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
