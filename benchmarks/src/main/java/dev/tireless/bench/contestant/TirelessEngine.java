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
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** An engine on the stage's database, as an application would set it up. */
final class TirelessEngine implements AutoCloseable {

  private static final int OWN_CONNECTIONS = 6;

  private static final List<String> RECEIVER_TABLES =
      List.of("tireless_receiver", "tireless_receiver_head", "tireless_subscription");

  private static final String UNFINISHED =
      """
      SELECT (SELECT COUNT(*) FROM tireless_outbox) + (SELECT COUNT(*) FROM tireless_due)
        + (SELECT COUNT(*) FROM tireless_range)""";

  private final HikariDataSource pool;
  private final CountingChannel channel;
  private final Engine engine;

  /** An engine that is not running yet, on tables of its own, with all receivers in place. */
  TirelessEngine(Stage stage) {
    TirelessTables.create(stage.database());
    pool = stage.database().pool("tireless-engine", OWN_CONNECTIONS, true);
    Receivers receivers = new Receivers(pool, stage.clock());
    IntStream.range(0, stage.receivers())
        .mapToObj(i -> receiver(stage, i))
        .forEach(receivers::upsert);
    stage.database().run(stage.database().store().analyze(RECEIVER_TABLES));
    channel = new CountingChannel(http(stage));
    engine =
        new Engine(
            pool,
            Map.of(Receiver.HTTP, channel),
            EngineSettings.of("bench"),
            List.of(),
            stage.clock(),
            stage.random());
  }

  Engine engine() {
    return engine;
  }

  DataSource dataSource() {
    return pool;
  }

  /** The most attempts that were in flight at one time. */
  int mostInFlight() {
    return channel.most();
  }

  /** Rows of deliveries that are not recorded as acked, alone or in ranges. */
  long unfinished() {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(UNFINISHED)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot count what is unfinished", e);
    }
  }

  static Publication publication(Message message) {
    return Publication.of(message.topic(), message.subject(), Payload.of(message.body()));
  }

  static String receiverId(int receiver) {
    return "bench-" + receiver;
  }

  @Override
  public void close() {
    engine.close();
    channel.close();
    pool.close();
  }

  private static HttpChannel http(Stage stage) {
    return new HttpChannel(
        HttpChannelSettings.defaults().openNetworks(OpenNetworks.loopback()),
        stage.clock(),
        stage.random());
  }

  private static Receiver receiver(Stage stage, int receiver) {
    return Receiver.http(
            receiverId(receiver), stage.url(receiver), stage.secret(), Message.topic(receiver))
        .maxInFlight(stage.connections())
        .schedule(stage.schedule());
  }
}
