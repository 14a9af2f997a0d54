package dev.tireless.bench.contestant;

import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.bench.load.Message;
import dev.tireless.deliver.Engine;
import dev.tireless.deliver.EngineSettings;
import dev.tireless.deliver.Receivers;
import dev.tireless.http.HttpChannel;
import dev.tireless.http.HttpChannelSettings;
import dev.tireless.http.OpenNetworks;
import dev.tireless.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An engine on the stage's database, as an application would set it up. */
final class TirelessEngine implements AutoCloseable {

  private static final int OWN_CONNECTIONS = 6;

  private final HikariDataSource pool;
  private final HttpChannel channel;
  private final Engine engine;

  TirelessEngine(Stage stage) {
    pool = stage.database().pool("tireless-engine", OWN_CONNECTIONS, true);
    stage.database().run(migration(pool));
    new Receivers(pool, stage.clock()).upsert(receiver(stage));
    channel =
        new HttpChannel(
            HttpChannelSettings.defaults().openNetworks(OpenNetworks.loopback()),
            stage.clock(),
            stage.random());
    engine =
        new Engine(
            pool,
            Map.of(Receiver.HTTP, channel),
            EngineSettings.of("bench"),
            List.of(),
            stage.clock(),
            stage.random());
    engine.start();
  }

  Engine engine() {
    return engine;
  }

  static Publication publication(Message message) {
    return Publication.of(Message.TOPIC, message.subject(), Payload.of(message.body()));
  }

  @Override
  public void close() {
    engine.close();
    channel.close();
    pool.close();
  }

  private static Receiver receiver(Stage stage) {
    return Receiver.http("bench", stage.receiver(), stage.secret(), Message.TOPIC)
        .maxInFlight(Stage.CONNECTIONS);
  }

  private static String migration(HikariDataSource pool) {
    String path = "/" + new Database(pool).dialect().migrations() + "/V1__tireless.sql";
    try (InputStream script = Engine.class.getResourceAsStream(path)) {
      byte[] bytes = Objects.requireNonNull(script, path).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }
}
