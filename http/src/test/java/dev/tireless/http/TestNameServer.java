package dev.tireless.http;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A DNS server (RFC 1035) on a free loopback port that knows some IPv4 addresses. */
final class TestNameServer implements AutoCloseable {

  private static final int HEADER = 12;
  private static final short TYPE_A = 1;
  private static final short CLASS_IN = 1;
  private static final short ANSWER = (short) 0x8180;
  private static final short NAME_OF_THE_QUESTION = (short) 0xC00C;
  private static final int TTL_SECONDS = 60;
  private static final short NO_SUCH_NAME = (short) 0x8183;

  private final DatagramSocket socket;
  private final Map<String, List<String>> names;

  TestNameServer(Map<String, List<String>> names) throws IOException {
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    this.names = names;
    Thread thread = new Thread(this::answerAll, "name-server");
    thread.setDaemon(true);
    thread.start();
  }

  String hostAndPort() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  @Override
  public void close() {
    socket.close();
  }

  private void answerAll() {
    try {
      while (true) {
        DatagramPacket query = new DatagramPacket(new byte[512], 512);
        socket.receive(query);
        byte[] answer = answer(ByteBuffer.wrap(query.getData(), 0, query.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private byte[] answer(ByteBuffer query) {
    short id = query.getShort();
    String name = name(query.position(HEADER));
    boolean v4 = query.getShort() == TYPE_A;
    int question = query.position() + Short.BYTES - HEADER;
    boolean known = names.containsKey(name);
    List<String> addresses = known && v4 ? names.get(name) : List.of();
    ByteBuffer answer = ByteBuffer.allocate(512);
    answer.putShort(id).putShort(known ? ANSWER : NO_SUCH_NAME);
    answer.putShort((short) 1).putShort((short) addresses.size()).putInt(0);
    answer.put(query.slice(HEADER, question));
    addresses.forEach(address -> putRecord(answer, address));
    return Arrays.copyOf(answer.array(), answer.position());
  }

  private static void putRecord(ByteBuffer answer, String address) {
    answer.putShort(NAME_OF_THE_QUESTION).putShort(TYPE_A).putShort(CLASS_IN).putInt(TTL_SECONDS);
    answer.putShort((short) 4).put(IpLiteral.parse(address).orElseThrow().getAddress());
  }

  private static String name(ByteBuffer query) {
    StringBuilder name = new StringBuilder();
    for (int length = query.get(); length > 0; length = query.get()) {
      byte[] label = new byte[length];
      query.get(label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
    }
    return name.toString();
  }
}
