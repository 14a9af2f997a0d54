package dev.tireless.bench.round;

import dev.tireless.bench.contestant.Contestant;
import dev.tireless.bench.load.Backlog;
import dev.tireless.bench.load.Load;
import dev.tireless.bench.load.Pace;
import dev.tireless.bench.measure.Latency;
import dev.tireless.bench.measure.Meter;
import dev.tireless.bench.measure.Snapshot;
import dev.tireless.bench.measure.Throughput;
import dev.tireless.bench.receiver.Facts;
import dev.tireless.bench.receiver.ReceiverControl;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * First at full load, for what a contestant sustains and what that costs; then by a timetable that
 * is the same for all, for latencies that compare.
 */
final class ThroughputRound {

  private static final int LINES = 5;
  private static final int DRAIN_SECONDS = 120;

  /** To record the last acks. */
  private static final int FINISH_SECONDS = 10;

  private final Assignment assignment;
  private final Contestant contestant;
  private final ReceiverControl receiver;
  private final Load.Shape shape;
  private final Meter meter;
  private final Clock clock;
  private final Progress progress;
  private final Backlog backlog;
  private long published;
  private long failed;
  private double sentPerSecond;

  ThroughputRound(
      Assignment assignment,
      Contestant contestant,
      ReceiverControl receiver,
      Load.Shape shape,
      Backlog backlog,
      Meter meter,
      Clock clock,
      Progress progress) {
    this.assignment = assignment;
    this.contestant = contestant;
    this.receiver = receiver;
    this.shape = shape;
    this.backlog = backlog;
    this.meter = meter;
    this.clock = clock;
    this.progress = progress;
  }

  Result play() throws InterruptedException {
    try (Arrivals arrivals = new Arrivals(receiver, backlog)) {
      arrivals.start();
      Load full = load(new Pace.Saturating());
      Throughput atFullLoad = saturate(full);
      Load timed = load(Pace.Timetable.fromNow(assignment.times().rate()));
      follow(timed);
      Facts facts = receiver.facts();
      return new Result(
          assignment.entrant(),
          atFullLoad,
          sentPerSecond,
          full.untilDurable(),
          timed.untilDurable(),
          facts.untilAcked(),
          published,
          published - facts.acked(),
          facts.duplicates(),
          failed,
          facts.refused(),
          unfinished());
    }
  }

  private Throughput saturate(Load load) throws InterruptedException {
    progress.say("warming up for %d s".formatted(assignment.times().warmUp().toSeconds()));
    load.start();
    sleep(assignment.times().warmUp());
    load.forget();
    long before = load.durable();
    Throughput measured = watch(assignment.times().window());
    sentPerSecond = (load.durable() - before) / measured.seconds();
    finish(load);
    return measured;
  }

  /** The counted window, with a line now and then. */
  private Throughput watch(Duration window) throws InterruptedException {
    Snapshot first = meter.read();
    Snapshot last = first;
    for (int i = 0; i < LINES; i++) {
      sleep(window.dividedBy(LINES));
      Snapshot now = meter.read();
      progress.say("%,9.0f acked/s".formatted(now.since(last).perSecond()));
      last = now;
    }
    return last.since(first);
  }

  private void follow(Load timetable) throws InterruptedException {
    progress.say("%,d/s by the timetable".formatted(assignment.times().rate()));
    receiver.forget();
    timetable.start();
    sleep(assignment.times().timetable());
    finish(timetable);
    Latency acked = receiver.facts().untilAcked();
    progress.say(
        "acked after p50 %.1f ms, p99 %.1f ms".formatted(acked.p50Millis(), acked.p99Millis()));
  }

  private Load load(Pace pace) {
    return new Load(contestant, shape, pace, clock, backlog);
  }

  /** Ends the load and waits until everything has arrived, or says that it never did. */
  private void finish(Load load) throws InterruptedException {
    load.stop();
    published += load.durable();
    failed += load.failed();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    while (receiver.acked() < published && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    if (receiver.acked() < published) {
      progress.say("%,d never arrived".formatted(published - receiver.acked()));
    }
  }

  private long unfinished() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FINISH_SECONDS);
    long unfinished = contestant.unfinished();
    while (unfinished > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
      unfinished = contestant.unfinished();
    }
    return unfinished;
  }

  private static void sleep(Duration duration) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }
}
