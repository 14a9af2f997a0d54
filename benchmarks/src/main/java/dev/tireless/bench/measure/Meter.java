package dev.tireless.bench.measure;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Reads the counters of one round's three processes. */
public final class Meter {

  private final LongSupplier acked;
  private final long receiver;
  private final OptionalLong server;

  /**
   * A meter for this process, the receiver, and the database server.
   *
   * @param acked asks the receiver for its count
   * @param receiver process id
   * @param server process id at the top of the database server's, if it has processes
   */
  public Meter(LongSupplier acked, long receiver, OptionalLong server) {
    this.acked = acked;
    this.receiver = receiver;
    this.server = server;
  }

  public Snapshot read() {
    return new Snapshot(
        System.nanoTime(),
        acked.getAsLong(),
        CpuTime.micros(ProcessHandle.current().pid()),
        CpuTime.micros(receiver),
        server.isPresent() ? CpuTime.microsOfTree(server.getAsLong()) : 0,
        ThreadTimes.micros());
  }
}
