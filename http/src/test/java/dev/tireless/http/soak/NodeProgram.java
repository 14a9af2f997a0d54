package dev.tireless.http.soak;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.Receiver;
import dev.tireless.deliver.Engine;
import dev.tireless.deliver.EngineSettings;
import dev.tireless.http.HttpChannel;
import dev.tireless.http.HttpChannelSettings;
import dev.tireless.http.OpenNetworks;
import dev.tireless.publish.Published;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A node in a process of its own, which also submits. It prints {@value #READY} when it delivers
 * and a line for each submission that it promised to tell. It stops submitting when it reads a
 * byte, and ends in order when its input does.
 */
final class NodeProgram {

  static final String READY = "ready";
  static final String ACCEPTED = "accepted ";

  /** As short as it may be, so that a soak sees many leases end. */
  static final Duration LEASE = Duration.ofMillis(30_500);

  private static final Duration BETWEEN_SUBMISSIONS = Duration.ofMillis(50);
  private static final Clock CLOCK = Clock.systemUTC();

  private NodeProgram() {}

  /** Arguments: the node's name, the database's URL and its user. */
  public static void main(String[] arguments) throws IOException {
    String name = arguments[0];
    try (HikariDataSource pool = pool(arguments[1], arguments[2]);
        HttpChannel channel = channel();
        Engine engine = engine(name, pool, channel)) {
      engine.start();
      System.out.println(READY);
      Thread submitter = new Thread(() -> submit(engine, name), "submit");
      submitter.setDaemon(true);
      submitter.start();
      int told = System.in.read();
      submitter.interrupt();
      while (told >= 0) {
        told = System.in.read();
      }
    }
  }

  /** With the limits that the starter sets, so that a frozen node holds no lock for long. */
  private static HikariDataSource pool(String url, String user) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setMaximumPoolSize(4);
    config.addDataSourceProperty(
        "options", "-c lock_timeout=10s -c idle_in_transaction_session_timeout=5s");
    config.addDataSourceProperty("socketTimeout", "30");
    return new HikariDataSource(config);
  }

  private static HttpChannel channel() {
    HttpChannelSettings loopback =
        HttpChannelSettings.defaults().openNetworks(OpenNetworks.loopback());
    return new HttpChannel(loopback, CLOCK, new SecureRandom());
  }

  private static Engine engine(String name, HikariDataSource pool, HttpChannel channel) {
    return new Engine(
        pool,
        Map.of(Receiver.HTTP, channel),
        EngineSettings.of(name).lease(LEASE),
        List.of(),
        CLOCK,
        new SecureRandom());
  }

  private static void submit(Engine engine, String name) {
    for (int n = 1; !Thread.currentThread().isInterrupted(); n++) {
      CompletableFuture<Published> unused =
          engine.submit(Topics.publication(n, name + "-" + n)).whenComplete(NodeProgram::tell);
      LockSupport.parkNanos(BETWEEN_SUBMISSIONS.toNanos());
    }
  }

  private static void tell(@Nullable Published published, @Nullable Throwable error) {
    if (published != null) {
      System.out.println(ACCEPTED + published.id());
    }
  }
}
