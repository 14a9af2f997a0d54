package dev.tireless.http;

import dev.tireless.Receiver;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.resolver.NameResolver;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The one place where the channel's threads are made: few event loops, all daemons, gone after
 * {@link #close()}. Vert.x gives thread names, event loops and name look-up only by its internal
 * packages; their use ends here and at {@link EventLoop}, {@link Addresses} and {@link Dialer}.
 */
final class VertxRuntime {

  // A pool reserves this many slots for each address. More exchanges than that towards one address
  // wait for a connection.
  private static final int MAX_CONNECTIONS_PER_ADDRESS = 2048;
  private static final int MAX_EVENT_LOOPS = 4;
  private static final int MAX_HEADER_BYTES = 16 * 1024;

  private final VertxInternal vertx;
  private final HttpClient client;
  private final List<EventLoop> loops;

  VertxRuntime(HttpChannelSettings settings, AddressResolverOptions nameServers) {
    int threads = Math.min(MAX_EVENT_LOOPS, Runtime.getRuntime().availableProcessors());
    vertx = start(threads, nameServers);
    client =
        vertx
            .httpClientBuilder()
            .with(client(settings))
            .with(pool())
            .withConnectHandler(VertxRuntime::leaveErrorsToExchanges)
            .build();
    loops =
        Stream.generate(() -> new EventLoop(vertx.createEventLoopContext()))
            .limit(threads)
            .toList();
  }

  HttpClient client() {
    return client;
  }

  NameResolver nameResolver() {
    return vertx.nameResolver();
  }

  EventLoop loopOf(Receiver receiver) {
    int hash = Objects.hash(receiver.tenant(), receiver.id());
    return loops.get(Math.floorMod(hash, loops.size()));
  }

  /** Closes all connections, then ends all threads. */
  Future<Void> close() {
    return vertx.close();
  }

  private static VertxInternal start(int threads, AddressResolverOptions nameServers) {
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(threads)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setUseDaemonThread(true)
            .setAddressResolverOptions(nameServers)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    return (VertxInternal)
        VertxBootstrap.create().options(options).threadFactory(new NamedThreads()).init().vertx();
  }

  private static HttpClientOptions client(HttpChannelSettings settings) {
    int connectMillis = Math.toIntExact(settings.connectTimeout().toMillis());
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setKeepAlive(true)
        .setKeepAliveTimeout(Math.toIntExact(settings.idleKeepAlive().toSeconds()))
        .setPipelining(false)
        .setConnectTimeout(connectMillis)
        .setSslHandshakeTimeout(connectMillis)
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setVerifyHost(true)
        .setDecompressionSupported(false)
        .setMaxHeaderSize(MAX_HEADER_BYTES);
  }

  // Without a handler the client logs what receivers do as errors of ours.
  private static void leaveErrorsToExchanges(HttpConnection connection) {
    connection.exceptionHandler(ignored -> {});
  }

  private static PoolOptions pool() {
    return new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS_PER_ADDRESS).setHttp2MaxSize(1);
  }
}
