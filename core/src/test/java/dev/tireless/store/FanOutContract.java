package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.store.ReceiverStore.Stored;
import dev.tireless.testdatabases.TestDatabase;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A notification to more receivers than one transaction may number. */
abstract class FanOutContract extends StoreContract {

  private static final int DOUBLINGS = 13;
  private static final int MANY = 1 << DOUBLINGS;
  private static final int PER_TRANSACTION = 5_000;

  FanOutContract(TestDatabase database) {
    super(database);
  }

  @Test
  void goesOnWhereADeadNodeStoppedAndFollowsTheSubscriptions() {
    subscribeMany();
    publish(recharge("tx-1"));
    publish(recharge("tx-2").to("r"));
    assertThat(node("dies").steps().sequence()).isEqualTo(1);
    assertThat(schema().count("tireless_delivery")).isEqualTo(PER_TRANSACTION);
    assertThat(schema().count("tireless_outbox")).isEqualTo(2);

    subscribe("late");
    receivers.delete(TENANT, last());
    node("other").sequenceAll();

    assertThat(schema().count("tireless_outbox")).isZero();
    assertThat(deliveries.ofSubject(TENANT, TOPIC, "tx-1")).hasSize(MANY);
    assertThat(deliveries.find(TENANT, "late", 1)).isPresent();
    assertThat(deliveries.find(TENANT, last(), 1)).isEmpty();
    assertThat(deliveries.ofSubject(TENANT, TOPIC, "tx-2").get(0).seq()).isEqualTo(2);
  }

  @Test
  void findsMoreReceiversThanAStatementHasParameters() {
    subscribeMany();
    ReceiverStore store = new ReceiverStore(dialect());
    List<Long> numbers = schema().numbers("SELECT receiver_id FROM tireless_receiver");
    List<Long> andUnknown =
        Stream.concat(numbers.stream(), LongStream.rangeClosed(-40_000, -1).boxed()).toList();

    List<Stored> found = inTransaction(c -> store.byNumbers(c, andUnknown));
    assertThat(found).hasSize(MANY);
  }

  /** The name of the receiver with the highest number: every doubling added a letter to it. */
  private static String last() {
    return "r" + "abcdefghijklm".substring(0, DOUBLINGS);
  }

  /** One receiver, doubled by SQL again and again. */
  private void subscribeMany() {
    subscribe("r");
    for (int i = 0; i < DOUBLINGS; i++) {
      schema()
          .execute(
              """
              INSERT INTO tireless_receiver
                (tenant, receiver, channel, url, secret, schedule, ack_rule, refusable,
                 max_in_flight, exchange_timeout_ms, state)
              SELECT tenant, CONCAT(receiver, '%s'), channel, url, secret, schedule, ack_rule,
                refusable, max_in_flight, exchange_timeout_ms, state
              FROM tireless_receiver ORDER BY receiver_id"""
                  .formatted("abcdefghijklm".charAt(i)));
    }
    schema()
        .execute(
            """
            INSERT INTO tireless_subscription (receiver_id, tenant, topic)
            SELECT receiver_id, tenant, ? FROM tireless_receiver WHERE receiver <> 'r'""",
            TOPIC);
    schema()
        .execute(
            """
            INSERT INTO tireless_receiver_head (receiver_id, epoch, last_seq, last_sequenced_at)
            SELECT receiver_id, 1, 0, ? FROM tireless_receiver WHERE receiver <> 'r'""",
            START);
  }
}
