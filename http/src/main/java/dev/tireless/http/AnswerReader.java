package dev.tireless.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one answer, and no more of it than the cap. Belongs to the event loop of its exchange. */
final class AnswerReader {

  private static final Pattern TIMEOUT = Pattern.compile("(?i)\\btimeout=([0-9]{1,6})\\b");

  private final int cap;
  private final Listener listener;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private @Nullable HttpResponse head;
  private boolean complete;
  private boolean whole;
  private boolean surplus;

  /** Who waits for the answer. */
  interface Listener {

    /** The head of the answer is here. */
    void reading();

    /** The answer is over, or there is more of it than the cap. */
    void answered(Answer answer);

    /** It broke off, or cannot be understood. */
    void failed(Throwable cause);
  }

  AnswerReader(int cap, Listener listener) {
    this.cap = cap;
    this.listener = listener;
  }

  /** Takes what the codec has decoded, or passed on because it no longer is HTTP. */
  void read(Object decoded) {
    if (complete || !(decoded instanceof HttpObject message)) {
      surplus = true;
    } else if (message.decoderResult().isFailure()) {
      fail(message.decoderResult().cause());
    } else {
      if (message instanceof HttpResponse response) {
        begin(response);
      }
      if (head != null && message instanceof HttpContent content) {
        append(content);
      }
    }
  }

  boolean isComplete() {
    return complete;
  }

  void tell() {
    Answer answer = soFar();
    if (answer != null) {
      listener.answered(answer);
    }
  }

  void fail(Throwable cause) {
    listener.failed(cause);
  }

  /** What has come until now; null before the head. */
  @Nullable Answer soFar() {
    return head == null
        ? null
        : new Answer(
            head.status().code(),
            head.headers().get(HttpHeaderNames.RETRY_AFTER),
            body.toByteArray(),
            whole && !hasForbiddenBody(head));
  }

  /** Whether the receiver is ready for another request on this connection. */
  boolean isReusable() {
    return whole
        && !surplus
        && head != null
        && HttpUtil.isKeepAlive(head)
        && !hasForbiddenBody(head);
  }

  /** How long the receiver lets an unused connection be; null if it does not say. */
  @Nullable Duration keepAliveTime() {
    String said = head == null ? null : head.headers().get("keep-alive");
    Matcher timeout = TIMEOUT.matcher(said == null ? "" : said);
    return timeout.find() ? Duration.ofSeconds(Integer.parseInt(timeout.group(1))) : null;
  }

  private void begin(HttpResponse response) {
    int status = response.status().code();
    if (status == 100 || status == 103) {
      return;
    }
    HttpVersion version = response.protocolVersion();
    if (version.majorVersion() != 1 || !version.protocolName().equals("HTTP")) {
      fail(new IllegalArgumentException("HTTP version"));
      return;
    }
    head = response;
    listener.reading();
    // An interim answer of another kind: what follows it, nobody knows.
    complete = status < 200;
  }

  private void append(HttpContent content) {
    ByteBuf chunk = content.content();
    int room = cap - body.size();
    int length = Math.min(room, chunk.readableBytes());
    if (length > 0) {
      body.writeBytes(ByteBufUtil.getBytes(chunk, chunk.readerIndex(), length));
    }
    whole = !complete && chunk.readableBytes() <= room && content instanceof LastHttpContent;
    complete = complete || whole || chunk.readableBytes() > room;
  }

  // The codec believes that there is none, and would read it as the beginning of the next answer.
  private static boolean hasForbiddenBody(HttpResponse head) {
    String length = head.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    return head.status().code() == 204 && length != null && !length.equals("0");
  }
}
