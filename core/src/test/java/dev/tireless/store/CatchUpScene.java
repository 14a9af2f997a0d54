package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.LocalTransaction;
import dev.tireless.Payload;
import dev.tireless.receive.CatchUp;
import dev.tireless.receive.CatchUpReport;
import dev.tireless.receive.CatchUpReport.Reason;
import dev.tireless.receive.CatchUpSettings;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.InboxOutcome;
import dev.tireless.receive.NotificationHandler;
import dev.tireless.receive.Place;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.receive.RefusedException;
import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.FeedQuestion;
import dev.tireless.reconcile.Reconciliation;
import dev.tireless.reconcile.Scope;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.wire.FeedItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A receiver that finds out by itself what it missed. Both sides share a database here. */
abstract class CatchUpScene extends StoreContract {

  static final String NOTIFIER = "pay";
  static final Caller CALLER = new Caller(TENANT, "a", Scope.ALL);
  static final CatchUpSettings SETTINGS = CatchUpSettings.of(NOTIFIER, "one");

  final List<String> applied = new ArrayList<>();
  final Set<String> refused = new HashSet<>();
  final Set<String> failing = new HashSet<>();
  private Reconciliation reconciliation;
  DirectClient client;
  Inbox inbox;
  CatchUp catchUp;

  CatchUpScene(TestDatabase database) {
    super(database);
  }

  @BeforeEach
  final void prepare() {
    subscribe("a");
    applied.clear();
    refused.clear();
    failing.clear();
    reconciliation = new Reconciliation(pool(), clock);
    client = new DirectClient(reconciliation, CALLER);
    inbox = new Inbox(LocalTransaction.on(pool()), clock);
    catchUp = catchUp(SETTINGS);
  }

  /** So many are there, and known. */
  final void begin(int notifications) {
    deliver(notifications);
    catchUp.step();
    client.takeCalls();
    assertThat(applied).hasSize(notifications);
  }

  final void deliverAlso(int notifications) {
    deliverSubjects(
        LongStream.rangeClosed(1, notifications).mapToObj(i -> "also-" + i).toArray(String[]::new));
  }

  final void deliverSubjects(String... subjects) {
    for (String subject : subjects) {
      publish(recharge(subject));
    }
    node("sequencer").sequenceAll();
  }

  /** As the engine would have, without an ack. */
  final void push(long... seqs) {
    for (long seq : seqs) {
      assertThat(receive(seq)).isEqualTo(InboxOutcome.APPLIED);
    }
  }

  final InboxOutcome receive(long seq) {
    return receive(seq, new Place(1, seq, 1));
  }

  /**
   * @param place null when it does not come as a delivery
   */
  final InboxOutcome receive(long seq, @Nullable Place place) {
    FeedItem item = items(seq - 1, seq).get(0);
    ReceivedNotification exact =
        new ReceivedNotification(
            NOTIFIER,
            item.id(),
            item.topic(),
            item.subject(),
            item.version(),
            item.contentType(),
            Payload.of(Objects.requireNonNull(item.bytes())),
            place,
            true);
    return inbox.receive(exact, handler()).outcome();
  }

  final List<FeedItem> items(long after, long until) {
    return reconciliation.feed(CALLER, new FeedQuestion(1, after, until, 1000)).items();
  }

  final void setNotifierBackTo(long seq) {
    schema().execute("DELETE FROM tireless_due WHERE seq > " + seq);
    schema().execute("DELETE FROM tireless_attempt WHERE seq > " + seq);
    schema().execute("DELETE FROM tireless_delivery WHERE seq > " + seq);
    schema()
        .execute(
            "DELETE FROM tireless_notification WHERE id NOT IN"
                + " (SELECT notification_id FROM tireless_delivery)");
    schema().execute("UPDATE tireless_receiver_head SET last_seq = " + seq);
  }

  final CatchUp catchUp(CatchUpSettings settings) {
    return new CatchUp(client, settings, inbox, topic -> Optional.of(handler()), pool(), clock);
  }

  final NotificationHandler handler() {
    return (c, n) -> {
      if (refused.contains(n.subject())) {
        throw new RefusedException("Not wanted");
      }
      if (failing.contains(n.subject())) {
        throw new IllegalStateException("Out of order");
      }
      applied.add(n.subject());
    };
  }

  static CatchUpReport theOne(List<CatchUpReport> reports) {
    List<CatchUpReport> others =
        reports.stream().filter(r -> r.reason() != Reason.NIGHTLY).toList();
    assertThat(others).hasSize(1);
    return others.get(0);
  }
}
