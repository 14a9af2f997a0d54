package dev.tireless.bench.contestant;

import dev.tireless.bench.load.Load;

/**
 * One way to tell a receiver what a transaction did. Takes messages from many threads, makes each
 * durable, and delivers it at least once.
 */
public interface Contestant extends Load.Sink, AutoCloseable {

  /** What it has not finished by its own account; 0 for those who keep none. */
  default long unfinished() {
    return 0;
  }

  /** Ends its threads and connections; what was not delivered stays in the database. */
  @Override
  void close();
}
