package dev.tireless.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * What a receiver may do to us.
 *
 * @param actsUnread whether it does so before it has read the request
 * @param error matches the whole error of the outcome; empty if that must be an ack
 */
record Hostility(String name, boolean actsUnread, Effect effect, String error, Deed deed) {

  /** What becomes of the exchange and its connection. */
  enum Effect {
    /** The deadline ends both. */
    HANGS(1, 1),
    /** Ends at once, and the connection with it. */
    CUTS(1, 1),
    /** Ends at once, and the connection is as good as before. */
    ANSWERS(0, 0),
    /** Ends at once, and the connection with it unless all of the request fitted into buffers. */
    ANSWERS_EARLY(0, 1);

    private final int atLeast;
    private final int atMost;

    Effect(int atLeast, int atMost) {
      this.atLeast = atLeast;
      this.atMost = atMost;
    }

    /** How many connections are lost at least. */
    int atLeast() {
      return atLeast;
    }

    /** How many connections are lost at most. */
    int atMost() {
      return atMost;
    }
  }

  interface Deed {
    void doTo(Socket socket) throws IOException;
  }

  private static final class Text {
    static final String OK = empty("200 OK");
    static final String CHUNKED = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

    static String empty(String status) {
      return "HTTP/1.1 " + status + "\r\ncontent-length: 0\r\n\r\n";
    }
  }

  static List<Hostility> all() {
    return List.of(
        reading("never answers", Effect.HANGS, "timeout: .* waiting for the answer", socket -> {}),
        unread("never reads", Effect.HANGS, "timeout: .* waiting for the answer", socket -> {}),
        reading(
            "drips the head",
            Effect.HANGS,
            "timeout: .* waiting for the answer",
            socket -> {
              write(socket, "HTTP/1.1 200 OK\r\n");
              drip(socket, "x: y\r\n");
            }),
        reading(
            "drips the body",
            Effect.HANGS,
            "timeout: .* reading the answer",
            socket -> {
              write(socket, Text.CHUNKED);
              drip(socket, "1\r\nx\r\n");
            }),
        reading(
            "floods with continue",
            Effect.HANGS,
            "timeout: .* waiting for the answer",
            socket -> pour(socket, "HTTP/1.1 100 Continue\r\n\r\n".repeat(100))),
        reading(
            "floods with early hints",
            Effect.HANGS,
            "timeout: .* waiting for the answer",
            socket -> pour(socket, "HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n".repeat(100))),
        reading(
            "floods with unknown interim answers",
            Effect.CUTS,
            "status 102",
            socket -> pour(socket, "HTTP/1.1 102 Soon\r\n\r\n")),
        reading(
            "switches protocols",
            Effect.CUTS,
            "status 101",
            socket -> write(socket, "HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n" + Text.OK)),
        reading(
            "pours a status line",
            Effect.CUTS,
            "bad answer: .*",
            socket -> pour(socket, "HTTP/1.1 200 OK")),
        reading(
            "pours a header",
            Effect.CUTS,
            "bad answer: .*",
            socket -> {
              write(socket, "HTTP/1.1 200 OK\r\nx: ");
              pour(socket, "y".repeat(4096));
            }),
        reading(
            "pours headers",
            Effect.CUTS,
            "bad answer: .*",
            socket -> {
              write(socket, "HTTP/1.1 200 OK\r\n");
              pour(socket, "x: y\r\n".repeat(1000));
            }),
        reading(
            "pours a chunk extension",
            Effect.CUTS,
            "bad answer: .*",
            socket -> {
              write(socket, Text.CHUNKED + "1;");
              pour(socket, "x".repeat(4096));
            }),
        reading(
            "pours trailers",
            Effect.CUTS,
            "bad answer: .*",
            socket -> {
              write(socket, Text.CHUNKED + "0\r\n");
              pour(socket, "x: y\r\n".repeat(1000));
            }),
        reading(
            "pours a body",
            Effect.CUTS,
            "",
            socket -> {
              write(socket, Text.CHUNKED);
              pour(socket, "1000\r\n" + "x".repeat(4096) + "\r\n");
            }),
        reading(
            "promises a huge body",
            Effect.CUTS,
            "",
            socket -> {
              write(socket, "HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775807\r\n\r\n");
              pour(socket, "x".repeat(4096));
            }),
        reading(
            "sends a compressed bomb",
            Effect.ANSWERS,
            "",
            socket -> RawReceiver.write(socket, bomb())),
        reading(
            "sends garbage",
            Effect.CUTS,
            "bad answer: .*",
            socket -> write(socket, "garbage\r\n\r\n")),
        reading("sends zeros", Effect.CUTS, "bad answer: .*", socket -> write(socket, "\0\0\0\n")),
        reading(
            "speaks another version",
            Effect.CUTS,
            "bad answer: .*",
            socket -> write(socket, "HTTP/9.9 200 OK\r\n\r\n")),
        reading(
            "speaks another protocol",
            Effect.CUTS,
            "bad answer: .*",
            socket -> write(socket, "RTSP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n")),
        reading(
            "sends a status that is no number",
            Effect.CUTS,
            "bad answer: .*",
            socket -> write(socket, "HTTP/1.1 abc OK\r\n\r\n")),
        reading(
            "sends a length that is no number",
            Effect.CUTS,
            "bad answer: .*",
            socket -> write(socket, "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n")),
        reading(
            "sends more than it said",
            Effect.CUTS,
            "",
            socket -> write(socket, "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbody and more")),
        reading(
            "sends two lengths",
            Effect.CUTS,
            "bad answer: .*",
            socket ->
                write(
                    socket, "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx")),
        reading(
            "sends a chunk that is no number",
            Effect.CUTS,
            "bad answer: .*",
            socket -> write(socket, Text.CHUNKED + "zz\r\n")),
        reading(
            "closes without an answer",
            Effect.CUTS,
            "connection closed while waiting for the answer",
            Socket::close),
        reading(
            "closes within the head",
            Effect.CUTS,
            "connection closed while waiting for the answer",
            socket -> writeAndClose(socket, "HTTP/1.1 200 OK\r\ncontent-le")),
        reading(
            "closes within the body",
            Effect.CUTS,
            "connection closed while reading the answer",
            socket -> writeAndClose(socket, "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf")),
        reading(
            "closes within a chunk",
            Effect.CUTS,
            "connection closed while reading the answer",
            socket -> writeAndClose(socket, Text.CHUNKED + "9\r\nhalf")),
        reading(
            "closes between chunks",
            Effect.CUTS,
            "connection closed while reading the answer",
            socket -> writeAndClose(socket, Text.CHUNKED + "4\r\nhalf\r\n")),
        reading(
            "resets",
            Effect.CUTS,
            "connection reset while waiting for the answer",
            Hostility::reset),
        reading(
            "resets within the body",
            Effect.CUTS,
            "connection (reset|closed) while .*",
            socket -> {
              write(socket, "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf");
              reset(socket);
            }),
        unread(
            "answers without reading", Effect.ANSWERS_EARLY, "", socket -> write(socket, Text.OK)),
        unread(
            "refuses without reading",
            Effect.ANSWERS_EARLY,
            "status 413",
            socket -> write(socket, Text.empty("413 Too much"))),
        unread(
            "refuses without reading and closes",
            Effect.CUTS,
            "status 413|connection (reset|closed) while .*",
            socket -> writeAndClose(socket, Text.empty("413 Too much"))),
        reading(
            "answers twice",
            Effect.CUTS,
            "",
            socket -> write(socket, Text.OK + Text.empty("500 No"))),
        reading(
            "sends a body where none may be",
            Effect.CUTS,
            "",
            socket -> write(socket, "HTTP/1.1 204 No Content\r\ncontent-length: 4\r\n\r\nHTTP")));
  }

  private static Hostility reading(String name, Effect effect, String error, Deed deed) {
    return new Hostility(name, false, effect, error, deed);
  }

  private static Hostility unread(String name, Effect effect, String error, Deed deed) {
    return new Hostility(name, true, effect, error, deed);
  }

  @Override
  public String toString() {
    return name;
  }

  private static void write(Socket socket, String text) throws IOException {
    RawReceiver.write(socket, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void writeAndClose(Socket socket, String text) throws IOException {
    write(socket, text);
    socket.close();
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static void pour(Socket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    while (true) {
      RawReceiver.write(socket, bytes);
    }
  }

  // The pause is a read that times out: it ends at once when the other side hangs up.
  private static void drip(Socket socket, String drop) throws IOException {
    socket.setSoTimeout(50);
    while (!isHungUp(socket)) {
      write(socket, drop);
    }
  }

  private static boolean isHungUp(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillThere) {
      return false;
    }
  }

  // A few kilobytes that unpack to ten megabytes.
  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
      gzip.write(new byte[10 * 1024 * 1024]);
    }
    String head =
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: " + body.size() + "\r\n\r\n";
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    answer.writeBytes(body.toByteArray());
    return answer.toByteArray();
  }
}
