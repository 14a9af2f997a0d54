package dev.tireless.simulation;

import dev.tireless.AttemptReason;
import dev.tireless.Channel;
import dev.tireless.Delivery;
import dev.tireless.Outcome;
import dev.tireless.simulation.Ledger.Send;
import dev.tireless.simulation.Ledger.Violation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;

/**
 * The world outside: receivers that ack, fail, refuse or ask for time, and a network that loses and
 * delays their answers. What it sees goes into the ledger.
 */
final class SimulatedChannel implements Channel {

  private final Ledger ledger;
  private final Random random;
  private final Clock clock;
  private final List<Exchange> open = new ArrayList<>();
  private final List<Send> answered = new ArrayList<>();
  private final Map<Lease, LeaseMoment> leases = new HashMap<>();
  private final Set<String> down = new HashSet<>();
  private final double promptness;
  private boolean healthy;
  private boolean toAnother;
  private Violation violation;

  /** One lease of one delivery. */
  record Lease(String receiver, long seq, long token) {}

  /** A lease and what it was for. */
  record Noted(Lease lease, AttemptReason reason) {}

  private record LeaseMoment(Instant at, int moment, AttemptReason reason) {}

  private record Exchange(String receiver, Send send, CompletableFuture<Outcome> answer) {}

  SimulatedChannel(Ledger ledger, Random random, Clock clock) {
    this.ledger = ledger;
    this.random = random;
    this.clock = clock;
    this.promptness = random.nextDouble();
  }

  /** Those of them that were not there before were leased now, at this moment. */
  void leased(List<Noted> all, int moment) {
    for (Noted one : all) {
      leases.putIfAbsent(one.lease(), new LeaseMoment(clock.instant(), moment, one.reason()));
    }
  }

  /** Whether a probe or a part of a drain was leased between two attempts, and not sent. */
  private boolean lostItsTurn(Lease now, long lastAttempt) {
    return LongStream.range(lastAttempt + 1, now.token())
        .mapToObj(token -> leases.get(new Lease(now.receiver(), now.seq(), token)))
        .anyMatch(lease -> lease != null && lease.reason() != AttemptReason.SCHEDULED);
  }

  /** Whether a delivery was ever leased. */
  boolean wasLeased(String receiver, long seq) {
    return leases.keySet().stream().anyMatch(l -> l.seq() == seq && l.receiver().equals(receiver));
  }

  /** A receiver goes down, or comes back. */
  void turn(String receiver) {
    if (!down.remove(receiver)) {
      down.add(receiver);
    }
  }

  /** From now on receivers ack at once. */
  void heal() {
    healthy = true;
    down.clear();
  }

  /** What is sent meanwhile comes of a process that does not live to hear the answers. */
  void toAnother(Runnable sends) {
    toAnother = true;
    try {
      sends.run();
    } finally {
      toAnother = false;
    }
  }

  @Override
  public CompletionStage<Outcome> send(Delivery delivery) {
    Exchange exchange =
        new Exchange(delivery.receiver().id(), allowed(delivery), new CompletableFuture<>());
    if (toAnother) {
      return exchange.answer();
    }
    open.add(exchange);
    if (healthy || random.nextDouble() < promptness) {
      answer(exchange, delivery.receiver().refusable());
    }
    return exchange.answer();
  }

  /** The engine takes what a channel throws for a failed attempt, so it is thrown again here. */
  void throwViolation() {
    if (violation != null) {
      throw violation;
    }
  }

  private Send allowed(Delivery delivery) {
    try {
      Lease lease = new Lease(delivery.receiver().id(), delivery.seq(), delivery.attempt());
      Ledger.require(leases.containsKey(lease), "sent without a lease", lease);
      LeaseMoment leased = leases.get(lease);
      Send last = ledger.told(lease.receiver(), lease.seq()).last();
      boolean atOnce = last != null && lostItsTurn(lease, last.attempt);
      return ledger.sent(delivery, clock.instant(), leased.at(), leased.moment(), atOnce);
    } catch (Violation e) {
      violation = violation == null ? e : violation;
      throw e;
    } catch (RuntimeException e) {
      violation = new Violation("the ledger itself is broken: " + e);
      throw e;
    }
  }

  /** One of the late answers arrives. */
  void answerLate() {
    if (!open.isEmpty()) {
      answer(open.get(random.nextInt(open.size())), true);
    }
  }

  /** All late answers arrive. */
  void answerAll() {
    while (!open.isEmpty()) {
      answer(open.get(0), true);
    }
  }

  /** The process that waited for answers is no more. */
  void forget() {
    open.clear();
    answered.clear();
  }

  /** The engine has recorded, at this moment, everything that was answered before it. */
  void recorded(int moment) {
    for (Send send : answered) {
      send.recordedIn = moment;
      send.recordedAt = clock.instant();
    }
    answered.clear();
  }

  List<Send> answered() {
    return answered;
  }

  private void answer(Exchange exchange, boolean refusable) {
    open.remove(exchange);
    Outcome said = down.contains(exchange.receiver()) ? noAnswer() : outcome(refusable);
    exchange.send().taken = said instanceof Outcome.Acked;
    exchange.send().outcome = answerLost() ? Outcome.Failed.withoutAnswer("timeout") : said;
    exchange.send().answeredAt = clock.instant();
    answered.add(exchange.send());
    exchange.answer().complete(exchange.send().outcome);
  }

  private boolean answerLost() {
    return !healthy && random.nextInt(6) == 0;
  }

  private Outcome noAnswer() {
    return random.nextInt(20) == 0
        ? new Outcome.Failed(503, "busy", "", Duration.ofSeconds(random.nextInt(40)))
        : Outcome.Failed.withoutAnswer("refused");
  }

  private Outcome outcome(boolean refusable) {
    int dice = healthy ? 0 : random.nextInt(20);
    if (dice < 8) {
      return new Outcome.Acked(200, "");
    }
    if (dice == 8 && refusable) {
      return new Outcome.Refused(422, "no");
    }
    if (dice == 9) {
      return new Outcome.Failed(503, "busy", "", Duration.ofSeconds(random.nextInt(40)));
    }
    return dice == 10 ? new Outcome.Gone(410, "") : new Outcome.Failed(500, "broken", "", null);
  }
}
