package dev.tireless.bench.measure;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Reads the counters of one round's processes. */
public final class Meter {

  private final LongSupplier acked;
  private final long receiver;
  private final OptionalLong server;
  private final OptionalLong broker;

  /**
   * A meter for this process, the receiver, the database server, and the broker.
   *
   * @param acked asks the receiver for its count
   * @param receiver process id
   * @param server process id at the top of the database server's, if it has processes
   * @param broker process id of RocketMQ, if there is one
   */
  public Meter(LongSupplier acked, long receiver, OptionalLong server, OptionalLong broker) {
    this.acked = acked;
    this.receiver = receiver;
    this.server = server;
    this.broker = broker;
  }

  public Snapshot read() {
    return new Snapshot(
        System.nanoTime(),
        acked.getAsLong(),
        CpuTime.micros(ProcessHandle.current().pid()),
        CpuTime.micros(receiver),
        server.isPresent() ? CpuTime.microsOfTree(server.getAsLong()) : 0,
        broker.isPresent() ? CpuTime.micros(broker.getAsLong()) : 0,
        ThreadTimes.micros());
  }
}
