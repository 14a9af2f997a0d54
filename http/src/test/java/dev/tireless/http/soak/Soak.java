package dev.tireless.http.soak;

import static org.awaitility.Awaitility.await;

import dev.tireless.deliver.Receivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Three nodes on one database under load, which are killed and frozen. Their number stays: for each
 * one that is killed another starts. For one thread.
 */
final class Soak implements AutoCloseable {

  static final int NODES = 3;
  private static final Path LOGS = Path.of("target", "soak");
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(6);

  /** Within the exchange's time, so that nothing in flight is given up for it. */
  private static final Duration SHORT_FREEZE = Duration.ofSeconds(4);

  private static final Duration LONG_FREEZE = NodeProgram.LEASE.plusMillis(1_500);
  private static final Duration PATIENCE = NodeProgram.LEASE.plusSeconds(90);

  private final long start = System.nanoTime();
  private final Random random;
  private final Database database;
  private final CountingReceiver receiver;
  private final Set<String> promised = ConcurrentHashMap.newKeySet();
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final PublishingApplication application;
  private int started;
  private int kills;
  private int freezes;
  private int inFlightAtKills;

  Soak(long seed) throws Exception {
    random = new Random(seed);
    Files.createDirectories(LOGS);
    database = Database.migrated();
    receiver = new CountingReceiver(new Random(random.nextLong()));
    Receivers receivers = new Receivers(database.dataSource(), Clock.systemUTC());
    Topics.receivers(receiver.url()).forEach(receivers::upsert);
    application =
        new PublishingApplication(database.dataSource(), new Random(random.nextLong()), promised);
    while (nodes.size() < NODES) {
      startNode();
    }
  }

  Database database() {
    return database;
  }

  /** What was committed, or accepted by a node. */
  Set<String> promised() {
    return promised;
  }

  /** Waits until every node is at work. */
  void awaitWork() throws InterruptedException {
    for (NodeProcess node : nodes) {
      node.awaitReady();
      await().atMost(PATIENCE).until(() -> database.leasedBy(node.name()) > 2);
    }
  }

  /** Kills and freezes one after the other, now and then. */
  void strikeFor(Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    long lastReport = System.nanoTime();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(between(SHORTEST_WAIT, LONGEST_WAIT).toNanos());
      strike();
      if (System.nanoTime() - lastReport > Duration.ofSeconds(15).toNanos()) {
        lastReport = System.nanoTime();
        System.out.println(tally().soFar());
      }
    }
  }

  /** One is always left awake, and of the others one at most is frozen for long. */
  private void strike() throws Exception {
    if (awake().size() < 2) {
      return;
    }
    switch (random.nextInt(awake().size() == NODES ? 4 : 3)) {
      case 3 -> freezeLong(anyAwake(), between(Duration.ZERO, Duration.ofSeconds(6)));
      case 0 -> freeze(anyAwake(), between(Duration.ofMillis(200), SHORT_FREEZE));
      default -> {
        kill(anyAwake());
        startNode();
      }
    }
  }

  /** Publishes nothing more, lets all wake up and all be told, and counts. */
  Tally settle() throws Exception {
    application.close();
    await().atMost(PATIENCE).until(() -> awake().size() == nodes.size());
    for (NodeProcess node : nodes) {
      node.awaitReady().quieten();
    }
    await().atMost(PATIENCE).until(database::isDrained);
    for (NodeProcess node : nodes) {
      node.stop();
    }
    return tally();
  }

  private Tally tally() throws SQLException {
    Set<String> published = database.published();
    published.addAll(promised);
    int all = published.size();
    published.removeAll(receiver.acked());
    return new Tally(
        Duration.ofNanos(System.nanoTime() - start).toSeconds(),
        kills,
        freezes,
        all,
        all - published.size(),
        receiver.duplicates(),
        inFlightAtKills);
  }

  @Override
  public void close() {
    application.close();
    nodes.forEach(NodeProcess::close);
    receiver.close();
    database.close();
  }

  private void startNode() throws IOException {
    String name = "node-" + ++started;
    nodes.add(new NodeProcess(name, database.url(), database.user(), LOGS, promised));
  }

  private void kill(NodeProcess node) throws Exception {
    node.kill();
    nodes.remove(node);
    kills++;
    inFlightAtKills += database.leasedBy(node.name());
  }

  private void freezeLong(NodeProcess node, Duration more) throws Exception {
    freeze(node, LONG_FREEZE.plus(more));
    inFlightAtKills += database.leasedBy(node.name());
  }

  private void freeze(NodeProcess node, Duration duration) throws IOException {
    node.freeze(duration);
    freezes++;
  }

  private List<NodeProcess> awake() {
    return nodes.stream().filter(node -> !node.isFrozen()).toList();
  }

  private NodeProcess anyAwake() {
    List<NodeProcess> awake = awake();
    return awake.get(random.nextInt(awake.size()));
  }

  private Duration between(Duration least, Duration most) {
    return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis()));
  }
}
