package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.AckSource;
import dev.tireless.Attempt;
import dev.tireless.AttemptReason;
import dev.tireless.DeliveryState;
import dev.tireless.deliver.Carried;
import dev.tireless.deliver.Carried.Confirmation;
import dev.tireless.publish.Published;
import dev.tireless.testdatabases.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody else than the engine carries to its receiver, with the outbox as safety net. */
abstract class CarriedContract extends StoreContract {

  private static final Duration HOLD = Duration.ofMinutes(1);

  CarriedContract(TestDatabase database) {
    super(database);
  }

  @BeforeEach
  void defineReceivers() {
    subscribe("queue", "other");
  }

  @Test
  void isLeftAloneUntilItsTimeAndSentThen() {
    publishHeld("tx-1");
    Node node = node("a");
    node.sequenceAll();
    clock.advance(HOLD.minusMillis(1));
    node.sequenceAll();
    assertThat(schema().count("tireless_delivery")).isZero();

    clock.advance(Duration.ofMillis(1));
    node.sequenceAll();

    assertThat(state("queue", 1)).isEqualTo(DeliveryState.PENDING);
    assertThat(schema().count("tireless_delivery")).isEqualTo(1);
  }

  @Test
  void isNumberedAndAckedWhenItIsConfirmed() {
    String id = publishHeld("tx-1");
    clock.advance(Duration.ofMillis(30));

    assertThat(confirm(id)).isEqualTo(1);

    assertThat(state("queue", 1)).isEqualTo(DeliveryState.ACKED);
    assertThat(attempts("queue", 1))
        .containsExactly(
            new Attempt(
                1,
                AckSource.PUSH,
                AttemptReason.SCHEDULED,
                START,
                Duration.ofMillis(3),
                "ACKED",
                0,
                "",
                "carried",
                "carrier"));
    assertThat(schema().count("tireless_outbox")).isZero();
    clock.advance(HOLD);
    node("a").sequenceAll();
    assertThat(schema().count("tireless_delivery")).isEqualTo(1);
  }

  @Test
  void takesItsPlaceAmongWhatTheEngineNumbers() {
    String carried = publishHeld("tx-1");
    publish(recharge("tx-2"));
    node("a").sequenceAll();
    confirm(carried);
    publish(recharge("tx-3"));
    node("a").sequenceAll();

    assertThat(deliveries.ofSubject(TENANT, TOPIC, "tx-1").get(0).seq()).isEqualTo(2);
    assertThat(deliveries.ofSubject(TENANT, TOPIC, "tx-3").get(0).seq()).isIn(2L, 3L);
  }

  @Test
  void isConfirmedOnce() {
    String id = publishHeld("tx-1");

    assertThat(carried().confirm(List.of(confirmation(id), confirmation(id)))).isEqualTo(1);
    assertThat(confirm(id)).isZero();
    assertThat(history("queue", 1)).containsExactly("1 ACKED");
  }

  @Test
  void isLeftToTheEngineThatTookItOn() {
    String id = publishHeld("tx-1");
    clock.advance(HOLD);
    Node node = node("a");
    node.sequenceAll();

    assertThat(confirm(id)).isZero();
    assertThat(state("queue", 1)).isEqualTo(DeliveryState.PENDING);
  }

  @Test
  void confirmsNothingThatIsNotAddressedToOneReceiver() {
    Published published =
        inTransaction(
            c ->
                publisher.publishHeld(
                    c, publisher.nextId(), recharge("tx-1"), clock.instant().plus(HOLD)));

    assertThat(confirm(published.id())).isZero();
    clock.advance(HOLD);
    node("a").sequenceAll();
    assertThat(schema().count("tireless_delivery")).isEqualTo(2);
  }

  @Test
  void confirmsWhatWasAddressedToADeletedReceiverWithoutADelivery() {
    String id = publishHeld("tx-1");
    receivers.delete(TENANT, "queue");

    assertThat(confirm(id)).isEqualTo(1);
    assertThat(schema().count("tireless_delivery")).isZero();
    assertThat(schema().count("tireless_outbox")).isZero();
  }

  @Test
  void knowsWhetherItWasCommitted() throws Exception {
    String id = publisher.nextId();
    assertThat(carried().isPublished(id)).isFalse();
    try (Connection c = begin()) {
      publisher.publishHeld(c, id, recharge("tx-1").to("queue"), START.plus(HOLD));
      assertThat(carried().isPublished(id)).isFalse();
      c.commit();
    }
    assertThat(carried().isPublished(id)).isTrue();
  }

  private String publishHeld(String subject) {
    return inTransaction(
            c ->
                publisher.publishHeld(
                    c,
                    publisher.nextId(),
                    recharge(subject).to("queue"),
                    clock.instant().plus(HOLD)))
        .id();
  }

  private Carried carried() {
    return new Carried(pool(), "carrier", clock);
  }

  private int confirm(String id) {
    return carried().confirm(List.of(confirmation(id)));
  }

  private static Confirmation confirmation(String id) {
    return new Confirmation(id, START, Duration.ofMillis(3), "carried");
  }
}
