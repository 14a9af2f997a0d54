package dev.tireless.bench;

import dev.tireless.bench.contestant.TirelessTables;
import dev.tireless.bench.contestant.Waiting;
import dev.tireless.bench.measure.CpuTime;
import dev.tireless.bench.reconcile.CountingProxy;
import dev.tireless.bench.reconcile.Done;
import dev.tireless.bench.reconcile.Known;
import dev.tireless.bench.reconcile.ReaderProgram;
import dev.tireless.bench.reconcile.Task;
import dev.tireless.bench.report.Reading;
import dev.tireless.bench.round.Progress;
import dev.tireless.bench.round.Scenario;
import dev.tireless.bench.store.OpenDatabase;
import dev.tireless.bench.store.Store;
import dev.tireless.reconcile.Credentials;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.wire.Secret;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.ObjectMapper;

/**
 * A notifier server with a long sequence, and a receiver that reads or compares it.
 *
 * @param clock stands still: the payload of both sides tells the time
 */
record ReconcileMatch(Options options, Clock clock) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path WORK = Path.of("target", "bench");
  private static final List<String> READER_JVM =
      List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");
  private static final String RECEIVER = "bench-0";
  private static final int FORGOTTEN = 3;

  /**
   * Each is a transaction that is synced: all of a long backlog would take a quarter of an hour.
   */
  private static final int MOST_APPLIED = 50_000;

  List<Reading> play() throws IOException, InterruptedException {
    SecureRandom random = new SecureRandom();
    String credential = Credentials.generate(random);
    Files.createDirectories(WORK);
    File log = WORK.resolve("server.log").toFile();
    Progress progress = new Progress();
    try (TestDatabase notifiers = TestDatabases.postgresql();
        TestDatabase receivers = TestDatabases.postgresql()) {
      OpenDatabase notifier = open(notifiers);
      OpenDatabase receiver = open(receivers);
      notifier.run(options.store().prepare());
      try (NotifierServer server =
          new NotifierServer(notifier, RECEIVER, credential, Secret.generate(random).text(), log)) {
        progress.say("%,d deliveries for a receiver".formatted(options.waiting()));
        new Waiting(0, options.waiting()).put(notifier, clock);
        TirelessTables.create(receiver);
        Readings readings = new Readings(server, receiver, credential, progress);
        return options.scenario() == Scenario.FEED ? readings.feed() : readings.digest();
      }
    }
  }

  private static OpenDatabase open(TestDatabase database) {
    return new OpenDatabase(Store.POSTGRESQL, database.url(), database.user());
  }

  /** What the receiver does, a thing after the other. */
  private final class Readings {

    private final NotifierServer server;
    private final OpenDatabase receiver;
    private final String credential;
    private final Progress progress;
    private final List<Reading> all = new ArrayList<>();

    private Readings(
        NotifierServer server, OpenDatabase receiver, String credential, Progress progress) {
      this.server = server;
      this.receiver = receiver;
      this.credential = credential;
      this.progress = progress;
    }

    private List<Reading> feed() throws IOException, InterruptedException {
      int applied = Math.min(MOST_APPLIED, options.waiting());
      read("read and verified", Task.Kind.VERIFY, options.waiting(), List.of());
      read(
          "the first %,d read and applied by a handler that does nothing".formatted(applied),
          Task.Kind.APPLY,
          applied,
          List.of());
      return all;
    }

    private List<Reading> digest() throws IOException, InterruptedException {
      new Known(options.waiting()).put(receiver, clock);
      compare("equal", List.of());
      compare("three missing", Known.forget(receiver, FORGOTTEN));
      compare("equal again", List.of());
      return all;
    }

    private void compare(String title, List<String> lost) throws IOException, InterruptedException {
      read(title, Task.Kind.COMPARE, options.waiting(), lost);
    }

    private void read(String title, Task.Kind kind, int items, List<String> lost)
        throws IOException, InterruptedException {
      try (CountingProxy proxy = new CountingProxy(server.port())) {
        URI url =
            URI.create("http://127.0.0.1:%d/v1/receivers/%s".formatted(proxy.port(), RECEIVER));
        Task task = new Task(kind, url, credential, receiver, items);
        long serverMicros = CpuTime.micros(server.pid());
        long databaseMicros = databaseMicros();
        try (ChildProcess reader =
            new ChildProcess(ReaderProgram.class, READER_JVM, JSON.writeValueAsString(task))) {
          Done done = JSON.readValue(reader.lastLine(), Done.class);
          Reading reading =
              new Reading(
                  title,
                  items,
                  lost,
                  done,
                  proxy.bytes(),
                  CpuTime.micros(server.pid()) - serverMicros,
                  databaseMicros() - databaseMicros);
          progress.say(reading.line());
          all.add(reading);
        }
      }
    }

    private long databaseMicros() {
      return CpuTime.microsOfTree(receiver.server().orElseThrow());
    }
  }
}
