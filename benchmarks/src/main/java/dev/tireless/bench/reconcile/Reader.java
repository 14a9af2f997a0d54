package dev.tireless.bench.reconcile;

import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.LocalTransaction;
import dev.tireless.bench.measure.CpuTime;
import dev.tireless.receive.CatchUp;
import dev.tireless.receive.CatchUpReport;
import dev.tireless.receive.CatchUpSettings;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.NotifierClient;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.FeedPage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Does a task as a receiver would. */
final class Reader {

  static final String NOTIFIER = "bench";

  /** A few are found by a comparison; a backlog is not listed. */
  static final int MOST_NAMED = 10;

  private static final int PAGE = 1000;
  private static final int CONNECTIONS = 2;

  private final Task task;
  private final CountingClient client;
  private final Clock clock;
  private final List<String> found = new ArrayList<>();

  Reader(Task task, NotifierClient notifier, Clock clock) {
    this.task = task;
    this.client = new CountingClient(notifier, task.items());
    this.clock = clock;
  }

  Done run() {
    return task.kind() == Task.Kind.VERIFY ? verify() : withDatabase();
  }

  private Done verify() {
    Start start = new Start();
    long after = 0;
    FeedPage page;
    do {
      page = client.feed(Task.EPOCH, after, Long.MAX_VALUE, PAGE);
      for (FeedItem item : page.items()) {
        require(item, ++after);
      }
    } while (page.hasMore());
    return start.done(after, 0, 0);
  }

  private static void require(FeedItem item, long seq) {
    byte[] bytes = item.bytes();
    if (item.seq() != seq
        || bytes == null
        || !HexFormat.of().formatHex(sha256(bytes)).equals(item.payloadHash())) {
      throw new IllegalStateException(item + " is not what comes at " + seq);
    }
  }

  private Done withDatabase() {
    try (HikariDataSource pool = task.database().pool("bench-reader", CONNECTIONS, true)) {
      CatchUp catchUp =
          new CatchUp(
              client,
              CatchUpSettings.of(NOTIFIER, "reader"),
              new Inbox(LocalTransaction.on(pool), clock),
              topic -> Optional.of((c, n) -> note(n.subject())),
              pool,
              clock);
      Start start = new Start();
      CatchUpReport report =
          task.kind() == Task.Kind.APPLY ? first(catchUp.step()) : catchUp.compare().orElseThrow();
      return start.done(report.compared(), report.missing(), report.repaired());
    }
  }

  /** All that the handler does: what is measured is the inbox around it. */
  private void note(String subject) {
    if (found.size() < MOST_NAMED) {
      found.add(subject);
    }
  }

  private static CatchUpReport first(List<CatchUpReport> reports) {
    return reports.get(0);
  }

  /** When the work began, and what it had cost by then. */
  private final class Start {

    private final long pid = ProcessHandle.current().pid();
    private final long micros = CpuTime.micros(pid);
    private final long nanos = System.nanoTime();

    Done done(long items, long missing, long repaired) {
      return new Done(
          items,
          missing,
          repaired,
          found,
          (System.nanoTime() - nanos) / 1e9,
          client.requests(),
          CpuTime.micros(pid) - micros);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
