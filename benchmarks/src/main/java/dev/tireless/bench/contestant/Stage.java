package dev.tireless.bench.contestant;

import dev.tireless.bench.store.OpenDatabase;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Where a contestant plays; the same for all.
 *
 * @param receiver where every notification goes
 * @param secret signs them
 * @param business whether each message comes with a row of business in the same transaction
 */
public record Stage(
    OpenDatabase database,
    URI receiver,
    Secret secret,
    boolean business,
    Clock clock,
    RandomGenerator random) {

  /** Threads of business, and connections to the receiver that a contestant may have. */
  public static final int BUSINESS_THREADS = 32;

  public static final int CONNECTIONS = 64;
}
