package dev.tireless.store;

import dev.tireless.Channel;
import dev.tireless.Delivery;
import dev.tireless.Outcome;
import dev.tireless.Receiver;
import dev.tireless.deliver.EngineSettings;
import dev.tireless.deliver.Steps;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/**
 * One node, step by step: what it sends stays in flight until the test answers. Without jitter. For
 * one thread.
 */
final class Node {

  private final Map<Delivery, CompletableFuture<Outcome>> inFlight = new LinkedHashMap<>();
  private final Steps steps;

  Node(DataSource dataSource, String name, Clock clock) {
    Map<String, Channel> channels = Map.of(Receiver.HTTP, this::send);
    this.steps =
        new Steps(
            dataSource,
            channels,
            EngineSettings.of(name),
            List.of(),
            clock,
            new WithoutJitter(new Random(name.hashCode())),
            () -> {});
  }

  /** Random ids, and no jitter. */
  private record WithoutJitter(Random ids) implements RandomGenerator {
    @Override
    public long nextLong() {
      return ids.nextLong();
    }

    @Override
    public long nextLong(long bound) {
      return 0;
    }
  }

  private CompletionStage<Outcome> send(Delivery delivery) {
    return inFlight.computeIfAbsent(delivery, d -> new CompletableFuture<>());
  }

  Steps steps() {
    return steps;
  }

  void sequenceAll() {
    int taken;
    do {
      taken = steps.sequence();
    } while (taken > 0);
  }

  /** Leases and sends once, and tells what is in flight because of it. */
  List<Delivery> take() {
    steps.lease();
    return send();
  }

  /** Sends what is leased, and tells what is in flight because of it. */
  List<Delivery> send() {
    List<Delivery> before = inFlight();
    steps.send();
    List<Delivery> taken = new ArrayList<>(inFlight.keySet());
    taken.removeAll(before);
    return taken;
  }

  List<Delivery> inFlight() {
    return List.copyOf(inFlight.keySet());
  }

  /** Takes the one delivery that is there. */
  Delivery takeOne() {
    return theOne(take());
  }

  /** Sends the one delivery that is leased. */
  Delivery sendOne() {
    return theOne(send());
  }

  private static Delivery theOne(List<Delivery> taken) {
    if (taken.size() != 1) {
      throw new AssertionError("Expected to take one delivery, but took " + taken.size());
    }
    return taken.get(0);
  }

  /** The answer arrives; it is not recorded yet. */
  void answer(Delivery delivery, Outcome outcome) {
    inFlight.remove(delivery).complete(outcome);
  }

  void answerAll(Outcome outcome) {
    inFlight().forEach(delivery -> answer(delivery, outcome));
  }

  void record() {
    int recorded;
    do {
      recorded = steps.record();
    } while (recorded > 0);
  }

  /** The answer arrives and is recorded. */
  void finish(Delivery delivery, Outcome outcome) {
    answer(delivery, outcome);
    record();
  }

  void finishAll(Outcome outcome) {
    answerAll(outcome);
    record();
  }
}
