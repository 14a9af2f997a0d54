package dev.tireless.bench;

import dev.tireless.bench.receiver.ReceiverProgram;
import dev.tireless.bench.round.Assignment;
import dev.tireless.bench.round.Assignment.Broker;
import dev.tireless.bench.round.Entrant;
import dev.tireless.bench.round.RoundProgram;
import dev.tireless.bench.round.Scenario;
import dev.tireless.bench.store.OpenDatabase;
import dev.tireless.bench.store.Store;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/** Sets up a round in fresh processes on an empty database, and clears away after it. */
record Match(Options options) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path WORK = Path.of("target", "bench");
  private static final List<String> RECEIVER_JVM = withClient("-Xmx256m", "-XX:+UseSerialGC");
  private static final List<String> ENGINE_JVM =
      withClient("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC");

  /** Plays it and returns the result as JSON. */
  String play(Entrant entrant) throws IOException, InterruptedException {
    if (options.scenario() != Scenario.ROCKETMQ) {
      return play(entrant, null);
    }
    try (Queue queue = new Queue(WORK)) {
      return play(entrant, queue.broker());
    }
  }

  private String play(Entrant entrant, @Nullable Broker broker)
      throws IOException, InterruptedException {
    String[] source =
        broker != null && entrant == Entrant.PLAIN
            ? new String[] {broker.nameServer()}
            : new String[0];
    try (ChildProcess receiver = new ChildProcess(ReceiverProgram.class, RECEIVER_JVM, source)) {
      int port = Integer.parseInt(receiver.line());
      return options.store() == Store.H2
          ? onH2(entrant, broker, port)
          : onServer(entrant, broker, port);
    }
  }

  private String onServer(Entrant entrant, @Nullable Broker broker, int port)
      throws IOException, InterruptedException {
    try (TestDatabase database =
        options.store() == Store.POSTGRESQL
            ? TestDatabases.postgresql()
            : TestDatabases.mariadb()) {
      OpenDatabase open = new OpenDatabase(options.store(), database.url(), database.user());
      open.run(options.store().prepare());
      return play(entrant, broker, port, open);
    }
  }

  private String onH2(Entrant entrant, @Nullable Broker broker, int port)
      throws IOException, InterruptedException {
    try (TemporaryFolder folder = TemporaryFolder.in(WORK, "h2-")) {
      return play(entrant, broker, port, OpenDatabase.h2(folder.path().resolve("bench")));
    }
  }

  private String play(Entrant entrant, @Nullable Broker broker, int port, OpenDatabase database)
      throws IOException, InterruptedException {
    Assignment assignment =
        new Assignment(
            options.scenario(),
            entrant,
            database,
            broker,
            port,
            options.times(),
            options.receivers(),
            options.connections(),
            options.waiting());
    try (ChildProcess round =
        new ChildProcess(RoundProgram.class, jvm(entrant), JSON.writeValueAsString(assignment))) {
      return round.lastLine();
    }
  }

  private List<String> jvm(Entrant entrant) throws IOException {
    List<String> jvm = new ArrayList<>(ENGINE_JVM);
    if (options.profile()) {
      Files.createDirectories(WORK);
      jvm.add(
          "-XX:StartFlightRecording:dumponexit=true,settings=profile,filename="
              + WORK.resolve(options.scenario() + "-" + entrant + ".jfr"));
    }
    return jvm;
  }

  private static List<String> withClient(String... options) {
    return Stream.concat(Stream.of(options), Queue.CLIENT_JVM.stream()).toList();
  }
}
