package dev.tireless.http;

import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A DNS server (RFC 1035, RFC 3596) on a free loopback port that knows some addresses, allows
 * nobody to remember them, and may change its mind.
 */
final class TestNameServer implements AutoCloseable {

  private static final int HEADER = 12;
  private static final short TYPE_A = 1;
  private static final short TYPE_AAAA = 28;
  private static final short CLASS_IN = 1;
  private static final short ANSWER = (short) 0x8180;
  private static final short NAME_OF_THE_QUESTION = (short) 0xC00C;
  private static final int TTL_SECONDS = 0;
  private static final short NO_SUCH_NAME = (short) 0x8183;

  private final DatagramSocket socket;
  private final Map<String, List<String>> first;
  private final Map<String, List<String>> later;
  private final AtomicInteger asked = new AtomicInteger();

  TestNameServer(Map<String, List<String>> names) throws IOException {
    this(names, names);
  }

  /** Answers by the first map to the first question for an IPv4 address, then by the other. */
  TestNameServer(Map<String, List<String>> first, Map<String, List<String>> later)
      throws IOException {
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    this.first = first;
    this.later = later;
    Thread thread = new Thread(this::answerAll, "name-server");
    thread.setDaemon(true);
    thread.start();
  }

  DnsServerAddressStreamProvider provider() {
    return new SingletonDnsServerAddressStreamProvider(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
  }

  /** How many questions for an IPv4 address came. */
  int asked() {
    return asked.get();
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
    short type = query.getShort();
    int question = query.position() + Short.BYTES - HEADER;
    List<byte[]> addresses = addresses(name, type);
    ByteBuffer answer = ByteBuffer.allocate(512);
    answer.putShort(id).putShort(first.containsKey(name) ? ANSWER : NO_SUCH_NAME);
    answer.putShort((short) 1).putShort((short) addresses.size()).putInt(0);
    answer.put(query.slice(HEADER, question));
    addresses.forEach(address -> putRecord(answer, type, address));
    return Arrays.copyOf(answer.array(), answer.position());
  }

  private List<byte[]> addresses(String name, short type) {
    int before = type == TYPE_A ? asked.getAndIncrement() : asked.get();
    return (before == 0 ? first : later)
        .getOrDefault(name, List.of()).stream()
            .filter(address -> type == (address.contains(":") ? TYPE_AAAA : TYPE_A))
            .map(NetUtil::createByteArrayFromIpAddressString)
            .toList();
  }

  private static void putRecord(ByteBuffer answer, short type, byte[] address) {
    answer.putShort(NAME_OF_THE_QUESTION).putShort(type).putShort(CLASS_IN).putInt(TTL_SECONDS);
    answer.putShort((short) address.length).put(address);
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
