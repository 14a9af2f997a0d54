package dev.tireless.spring.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tireless.Payload;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.InboxOutcome;
import dev.tireless.receive.InboxResult;
import dev.tireless.receive.NotificationHandler;
import dev.tireless.receive.NotifierException;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.receive.ResultQuery;
import dev.tireless.spring.ContextRunners;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A receiver that asks the notifier for a result by its key, over HTTP. */
class AskingTest {

  private static final String TOPIC = ReconciliationServer.TOPIC;
  private static final Payload PAYLOAD = Payload.of(new byte[] {0, (byte) 0xff});

  private final TestDatabase database = TestDatabases.h2();
  private final List<ReceivedNotification> handled = new ArrayList<>();
  private final NotificationHandler handler = (connection, n) -> handled.add(n);
  private final ReconciliationServer notifier;

  AskingTest() throws Exception {
    notifier = new ReconciliationServer();
  }

  @AfterEach
  void stop() {
    notifier.close();
    database.close();
  }

  @Test
  void appliesTheExactResultOnce() throws Exception {
    notifier.publish(TOPIC, "tx-1", PAYLOAD);
    await().until(() -> notifier.newest() == 1);
    receiver()
        .run(
            context -> {
              Inbox inbox = context.getBean(Inbox.class);

              assertThat(inbox.ask(TOPIC, "nothing", handler)).isEmpty();
              assertThat(outcome(inbox.ask(TOPIC, "tx-1", handler)))
                  .isEqualTo(InboxOutcome.APPLIED);
              assertThat(outcome(inbox.ask(TOPIC, "tx-1", handler)))
                  .isEqualTo(InboxOutcome.IGNORED);
              assertThat(handled).hasSize(1);
              assertThat(handled.get(0).payload()).isEqualTo(PAYLOAD);
              assertThat(handled.get(0).notifier()).isEqualTo("recharge-system");
            });
  }

  @Test
  void saysThatTheNotifierDoesNotAnswer() {
    receiver()
        .run(
            context -> {
              notifier.stop();
              assertThatThrownBy(() -> context.getBean(Inbox.class).ask(TOPIC, "tx-1", handler))
                  .isInstanceOf(NotifierException.class);
            });
  }

  @Test
  void leavesTheApplicationItsOwnQuery() {
    ResultQuery own = (topic, subject) -> Optional.empty();
    receiver()
        .withBean(ResultQuery.class, () -> own)
        .run(context -> assertThat(context.getBean(ResultQuery.class)).isSameAs(own));
  }

  private ApplicationContextRunner receiver() {
    return ContextRunners.bare(database)
        .withPropertyValues(
            "tireless.engine.enabled=false",
            "tireless.inbox.notifier=recharge-system",
            "tireless.receive.enabled=false",
            "tireless.receive.notifier-url=" + notifier.account(),
            "tireless.receive.credential=" + notifier.credential());
  }

  private static InboxOutcome outcome(Optional<InboxResult> result) {
    return result.orElseThrow().outcome();
  }
}
