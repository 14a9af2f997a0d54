package dev.tireless.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** A receiver that is hostile once, and then answers as it should. */
final class HostileReceiver implements RawReceiver.Script, AutoCloseable {

  private static final byte[] FRIENDLY =
      "HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nfriendly".getBytes(StandardCharsets.US_ASCII);
  // So little that a request of 256 KiB does not fit into the buffers on the way.
  private static final int READ_AHEAD = 4096;

  private final Hostility hostility;
  private final AtomicBoolean acted = new AtomicBoolean();
  private final CountDownLatch readOn = new CountDownLatch(1);
  private final RawReceiver receiver;

  HostileReceiver(Hostility hostility) throws IOException {
    this.hostility = hostility;
    ServerSocket server = new ServerSocket();
    server.setReceiveBufferSize(READ_AHEAD);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    this.receiver = RawReceiver.doing(this, server);
  }

  URI url() {
    return receiver.url();
  }

  int accepted() {
    return receiver.accepted();
  }

  int ended() {
    return receiver.ended();
  }

  /** Lets it read over what it has not read. */
  void readOn() {
    readOn.countDown();
  }

  @Override
  public void meet(Socket socket) throws IOException {
    if (hostility.actsUnread() && !acted.getAndSet(true)) {
      hostility.deed().doTo(socket);
      await(readOn);
      RawRequest.read(socket.getInputStream());
    }
  }

  @Override
  public void answer(RawRequest request, Socket socket) throws IOException {
    if (acted.getAndSet(true)) {
      RawReceiver.write(socket, FRIENDLY);
    } else {
      hostility.deed().doTo(socket);
    }
  }

  @Override
  public void close() throws IOException {
    readOn();
    receiver.close();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
