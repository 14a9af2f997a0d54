package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Notification;
import dev.tireless.Publication;
import dev.tireless.testdatabases.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** To whom a notification goes. */
abstract class RoutingContract extends StoreContract {

  RoutingContract(TestDatabase database) {
    super(database);
  }

  @Test
  void goesToEverySubscriberOfItsTopicAndTenant() {
    receivers.upsert(receiver("one", TOPIC, "other"));
    receivers.upsert(receiver("two", TOPIC));
    receivers.upsert(receiver("elsewhere", "other"));
    receivers.upsert(receiver("case", "Recharge.completed"));
    receivers.upsert(receiver("one", TOPIC).tenant("other"));
    publish(recharge("tx-1"));
    node("a").sequenceAll();

    assertThat(receiversOf("tx-1")).containsExactly("one", "two");
  }

  @Test
  void tellsTopicsAndTenantsApartThatAreSequencedTogether() {
    receivers.upsert(receiver("both", TOPIC, "second"));
    receivers.upsert(receiver("second", "second"));
    receivers.upsert(receiver("foreign", TOPIC).tenant("other"));
    publish(recharge("tx-1"));
    publish(about("second", "tx-2"));
    publish(about("unheard", "tx-3"));
    publish(recharge("tx-4").tenant("other"));
    publish(recharge("tx-5").to("second"));
    node("a").sequenceAll();

    assertThat(receiversOf("tx-1")).containsExactly("both");
    assertThat(receiversOf(TENANT, "second", "tx-2")).containsExactly("both", "second");
    assertThat(receiversOf(TENANT, "unheard", "tx-3")).isEmpty();
    assertThat(receiversOf("other", TOPIC, "tx-4")).containsExactly("foreign");
    assertThat(receiversOf("tx-5")).containsExactly("second");
  }

  @Test
  void goesToItsAddresseesAlone() {
    subscribe("one", "two", "three");
    receivers.upsert(receiver("unsubscribed"));
    publish(recharge("tx-1").to("unsubscribed", "two", "two"));
    node("a").sequenceAll();

    assertThat(receiversOf("tx-1")).containsExactlyInAnyOrder("unsubscribed", "two");
  }

  @Test
  void followsTheSubscriptionsAtTheTimeOfSequencing() {
    subscribe("leaver", "stayer");
    publish(recharge("tx-1"));
    receivers.upsert(receiver("leaver"));
    subscribe("joiner");
    node("a").sequenceAll();

    assertThat(receiversOf("tx-1")).containsExactly("stayer", "joiner");
  }

  @Test
  void givesADeletedReceiverNothing() {
    subscribe("subscriber", "addressee");
    publish(recharge("tx-1"));
    publish(recharge("tx-2").to("addressee"));
    receivers.delete(TENANT, "subscriber");
    receivers.delete(TENANT, "addressee");
    node("a").sequenceAll();

    assertThat(schema().count("tireless_delivery")).isZero();
    assertThat(schema().count("tireless_outbox")).isZero();
  }

  @Test
  void sequencesForPausedAndSuspendedReceivers() {
    subscribe("paused", "suspended");
    receivers.pause(TENANT, "paused");
    receivers.suspend(TENANT, "suspended");
    publish(recharge("tx-1"));
    node("a").sequenceAll();

    assertThat(receiversOf("tx-1")).containsExactly("paused", "suspended");
  }

  @Test
  void keepsAndListsWhatNobodyIsSubscribedTo() {
    String id = publish(recharge("tx-1")).id();
    assertThat(deliveries.unrouted(10)).as("still in the outbox").isEmpty();
    node("a").sequenceAll();

    assertThat(deliveries.unrouted(10)).extracting(Notification::id).containsExactly(id);
    assertThat(deliveries.unrouted(10).get(0).payload()).isEqualTo(recharge("tx-1").payload());
  }

  @Test
  void routesAnUnroutedNotificationLater() {
    String id = publish(recharge("tx-1")).id();
    node("a").sequenceAll();
    subscribe("account");

    assertThat(deliveries.route(id)).isTrue();
    node("a").sequenceAll();

    assertThat(receiversOf("tx-1")).containsExactly("account");
    assertThat(deliveries.unrouted(10)).isEmpty();
    assertThat(deliveries.route(id)).as("routed before").isFalse();
    assertThat(schema().count("tireless_outbox")).isZero();
  }

  @Test
  void doesNotRouteWhatHasNoPayloadAnyMore() {
    String id = publish(recharge("tx-1")).id();
    node("a").sequenceAll();
    schema().execute("UPDATE tireless_notification SET payload = NULL WHERE id = ?", id);

    assertThat(deliveries.route(id)).isFalse();
    assertThat(schema().count("tireless_outbox")).isZero();
  }

  @Test
  void doesNotRouteWhatStillWaitsInTheOutbox() {
    String id = publish(recharge("tx-1")).id();

    assertThat(deliveries.route(id)).isFalse();
    assertThat(schema().count("tireless_outbox")).isEqualTo(1);
  }

  @Test
  void routesOnceWhenAskedTwiceAtOnce() throws Exception {
    String id = publish(recharge("tx-1")).id();
    node("a").sequenceAll();
    subscribe("account");
    Callable<Boolean> route = () -> deliveries.route(id);

    assertThat(Running.together(List.of(route, route, route))).containsOnlyOnce(true);
    node("a").sequenceAll();
    assertThat(receiversOf("tx-1")).containsExactly("account");
  }

  @Test
  void listsTheOldestUnroutedFirstAndNoMoreThanAsked() {
    List<String> ids =
        Stream.of("tx-1", "tx-2", "tx-3")
            .map(
                subject -> {
                  clock.advance(Duration.ofMillis(1));
                  return publish(recharge(subject)).id();
                })
            .toList();
    node("a").sequenceAll();

    assertThat(deliveries.unrouted(2))
        .extracting(Notification::id)
        .containsExactlyElementsOf(ids.subList(0, 2));
  }

  private static Publication about(String topic, String subject) {
    return Publication.of(topic, subject, recharge(subject).payload());
  }

  private List<String> receiversOf(String subject) {
    return receiversOf(TENANT, TOPIC, subject);
  }

  private List<String> receiversOf(String tenant, String topic, String subject) {
    return deliveries.ofSubject(tenant, topic, subject).stream().map(p -> p.receiver()).toList();
  }
}
