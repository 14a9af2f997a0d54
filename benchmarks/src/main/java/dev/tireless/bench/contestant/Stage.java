package dev.tireless.bench.contestant;

import dev.tireless.bench.receiver.CountingServer;
import dev.tireless.bench.store.OpenDatabase;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Where a contestant plays; the same for all.
 *
 * @param port where all receivers live, each at a path of its own
 * @param secret signs what they are told
 * @param receivers how many there are
 * @param connections that may be open to each receiver
 * @param schedule of the receivers, where a contestant has schedules
 * @param business whether each message comes with a row of business in the same transaction
 */
public record Stage(
    OpenDatabase database,
    int port,
    Secret secret,
    int receivers,
    int connections,
    RetrySchedule schedule,
    boolean business,
    Clock clock,
    RandomGenerator random) {

  /** Threads that announce, where each waits for its own commit. */
  public static final int BUSINESS_THREADS = 32;

  /** The path of a receiver, from 0. */
  public static String path(int receiver) {
    return "/r/" + receiver;
  }

  URI url(int receiver) {
    return URI.create("http://" + CountingServer.host(receiver) + ":" + port + path(receiver));
  }
}
