package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.ConflictException;
import dev.tireless.Delivery;
import dev.tireless.Notification;
import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.publish.Published;
import dev.tireless.testdatabases.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Publishing within the transaction of a caller. */
abstract class PublishContract extends StoreContract {

  PublishContract(TestDatabase database) {
    super(database);
  }

  @Test
  void givesTheFirstIdWhenTheSameIsPublishedAgain() {
    Published first = publish(recharge("tx-1"));
    Published again = publish(recharge("tx-1"));

    assertThat(first.first()).isTrue();
    assertThat(again).isEqualTo(new Published(first.id(), false));
    assertThat(schema().count("tireless_notification")).isEqualTo(1);
    assertThat(schema().count("tireless_outbox")).isEqualTo(1);
  }

  @Test
  void givesTheFirstIdWithinOneTransactionToo() {
    List<Published> both =
        inTransaction(
            c ->
                List.of(
                    publisher.publish(c, recharge("tx-1")),
                    publisher.publish(c, recharge("tx-1"))));

    assertThat(both.get(1)).isEqualTo(new Published(both.get(0).id(), false));
  }

  @Test
  void leavesTheTransactionUsableAfterAConflict() throws SQLException {
    Published first = publish(recharge("tx-1"));

    try (Connection c = begin()) {
      Jdbc.update(c, "INSERT INTO tireless_node VALUES ('business', ?, ?)", START, START);
      assertThatThrownBy(() -> publisher.publish(c, other(recharge("tx-1"))))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining(first.id());
      publisher.publish(c, recharge("tx-2"));
      c.commit();
    }

    assertThat(schema().execute("DELETE FROM tireless_node WHERE node = 'business'")).isEqualTo(1);
    assertThat(subjects()).containsExactly("tx-1", "tx-2");
  }

  @Test
  void takesAHigherVersionAsAnotherNotification() {
    Published first = publish(recharge("tx-1"));
    Published second = publish(other(recharge("tx-1")).version(2));

    assertThat(second.first()).isTrue();
    assertThat(second.id()).isNotEqualTo(first.id());
  }

  @Test
  void tellsNamesApartByteByByte() {
    publish(recharge("tx-a"));
    publish(other(recharge("tx-A")));
    publish(Publication.of("Recharge.completed", "tx-a", Payload.of("3")));
    publish(recharge("tx-a").tenant("Default"));

    assertThat(schema().count("tireless_notification")).isEqualTo(4);
  }

  @Test
  void leavesNothingWhenTheTransactionRollsBack() throws SQLException {
    try (Connection c = begin()) {
      publisher.publish(c, recharge("tx-1"));
      c.rollback();
    }

    assertThat(schema().count("tireless_notification")).isZero();
    assertThat(schema().count("tireless_outbox")).isZero();
    assertThat(publish(other(recharge("tx-1"))).first()).isTrue();
  }

  @Test
  void leavesNothingWhenItRollsBackToASavepoint() throws SQLException {
    try (Connection c = begin()) {
      publisher.publish(c, recharge("tx-1"));
      var savepoint = c.setSavepoint();
      publisher.publish(c, recharge("tx-2"));
      c.rollback(savepoint);
      c.commit();
    }

    assertThat(subjects()).containsExactly("tx-1");
  }

  @Test
  void refusesAConnectionInAutoCommitMode() throws SQLException {
    try (Connection c = begin()) {
      c.setAutoCommit(true);
      assertThatIllegalStateException()
          .isThrownBy(() -> publisher.publish(c, recharge("tx-1")))
          .withMessageContaining("auto-commit");
    }
    assertThat(schema().count("tireless_notification")).isZero();
  }

  @Test
  void refusesUnknownAddresseesAndLeavesTheTransactionUsable() throws SQLException {
    subscribe("account", "gone");
    receivers.delete(TENANT, "gone");

    try (Connection c = begin()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> publisher.publish(c, recharge("tx-1").to("account", "Account", "gone", "who")))
          .withMessageContainingAll("Account", "gone", "who");
      publisher.publish(c, recharge("tx-1").to("account"));
      c.commit();
    }

    assertThat(subjects()).containsExactly("tx-1");
  }

  static Stream<Payload> payloads() {
    byte[] everyByte = new byte[256];
    for (int i = 0; i < everyByte.length; i++) {
      everyByte[i] = (byte) i;
    }
    byte[] largest = new byte[Payload.MAX_BYTES];
    new Random(42).nextBytes(largest);
    return Stream.of(
        Payload.of(new byte[0]),
        Payload.of(new byte[] {0}),
        Payload.of(everyByte),
        Payload.of(" {\"金额\": 1e2, \"\\u0041\": \"😀\\\\'\"}\r\n "),
        Payload.of(largest));
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void keepsTheExactBytes(Payload payload) {
    subscribe("account");
    publish(Publication.of(TOPIC, "tx-1", payload));

    assertThat(delivered().payload()).isEqualTo(payload);
    assertThat(publish(Publication.of(TOPIC, "tx-1", payload)).first()).isFalse();
  }

  @Test
  void keepsEverythingAsItWasPublished() {
    subscribe("account");
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    String type = "text/plain; charset=\"GB18030\"; a=" + "x".repeat(200);
    Publication publication =
        recharge("Az09._:~-".repeat(14) + "12")
            .version(Long.MAX_VALUE)
            .contentType(type)
            .traceparent(trace);
    String id = publish(publication).id();

    assertThat(delivered())
        .isEqualTo(
            new Notification(
                id,
                TENANT,
                TOPIC,
                publication.subject(),
                Long.MAX_VALUE,
                type,
                publication.payload(),
                START,
                trace));
  }

  private Notification delivered() {
    Node node = node("a");
    node.sequenceAll();
    Delivery delivery = node.takeOne();
    return delivery.notification();
  }

  private List<String> subjects() {
    return schema().texts("SELECT subject FROM tireless_notification ORDER BY subject");
  }

  private static Publication other(Publication publication) {
    return new Publication(
        publication.tenant(),
        publication.topic(),
        publication.subject(),
        publication.version(),
        publication.to(),
        publication.contentType(),
        Payload.of("another"),
        publication.traceparent());
  }
}
