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
import java.util.concurrent.TimeUnit;

/**
 * First at full load, for what a contestant sustains and what that costs; then by a timetable that
 * is the same for all, for latencies that compare.
 */
final class ThroughputRound {

  private static final int SETTLE_SECONDS = 1;
  private static final int DRAIN_SECONDS = 120;

  /** Durable and not acked: more than any sender takes at once, and little beside a window. */
  private static final int UNACKED = 5_000;

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

  ThroughputRound(
      Assignment assignment,
      Contestant contestant,
      ReceiverControl receiver,
      Load.Shape shape,
      Meter meter,
      Clock clock,
      Progress progress) {
    this.assignment = assignment;
    this.contestant = contestant;
    this.receiver = receiver;
    this.shape = shape;
    this.meter = meter;
    this.clock = clock;
    this.progress = progress;
    this.backlog = new Backlog(shape.outstanding() + UNACKED);
  }

  Result play() throws InterruptedException {
    try (Arrivals arrivals = new Arrivals(receiver, backlog)) {
      arrivals.start();
      warmUp();
      Load full = load(new Pace.Saturating());
      full.start();
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      Throughput atFullLoad = watch(assignment.times().seconds());
      finish(full);
      Load timed = timed();
      Facts facts = receiver.facts();
      return new Result(
          assignment.entrant(),
          atFullLoad,
          full.untilDurable(),
          timed.untilDurable(),
          facts.untilAcked(),
          published,
          published - facts.acked(),
          facts.duplicates(),
          failed,
          facts.refused());
    }
  }

  private void warmUp() throws InterruptedException {
    progress.say("warming up for %d s".formatted(assignment.times().warmUpSeconds()));
    Load load = load(new Pace.Saturating());
    load.start();
    TimeUnit.SECONDS.sleep(assignment.times().warmUpSeconds());
    finish(load);
  }

  /** The counted window, with a line now and then. */
  private Throughput watch(int seconds) throws InterruptedException {
    Snapshot first = meter.read();
    Snapshot last = first;
    int step = Math.max(1, seconds / 5);
    for (int done = 0; done < seconds; done += step) {
      TimeUnit.SECONDS.sleep(Math.min(step, seconds - done));
      Snapshot now = meter.read();
      progress.say("%,9.0f acked/s".formatted(now.since(last).perSecond()));
      last = now;
    }
    return last.since(first);
  }

  private Load timed() throws InterruptedException {
    progress.say(
        "%,d/s by the timetable for %d s"
            .formatted(assignment.times().rate(), assignment.times().latencySeconds()));
    receiver.forget();
    Load load = load(Pace.Timetable.fromNow(assignment.times().rate()));
    load.start();
    TimeUnit.SECONDS.sleep(assignment.times().latencySeconds());
    finish(load);
    Latency acked = receiver.facts().untilAcked();
    progress.say(
        "acked after p50 %.1f ms, p99 %.1f ms".formatted(acked.p50Millis(), acked.p99Millis()));
    return load;
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
}
