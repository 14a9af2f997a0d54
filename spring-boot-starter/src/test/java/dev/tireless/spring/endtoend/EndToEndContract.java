package dev.tireless.spring.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tireless.Attempt;
import dev.tireless.DeliveryState;
import dev.tireless.Publication;
import dev.tireless.deliver.Deliveries;
import dev.tireless.store.DeliveryStore.Progress;
import dev.tireless.testdatabases.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A recharge reaches the account through real HTTP, on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EndToEndContract {

  private static final Duration AT_MOST = Duration.ofSeconds(20);

  private TestDatabase database;
  private TwoInOne application;
  private Recharges recharges;
  private Accounts accounts;
  private Deliveries deliveries;

  abstract TestDatabase newDatabase();

  @BeforeAll
  void start() {
    database = newDatabase();
    application = TwoInOne.on(database);
    recharges = application.bean(Recharges.class);
    accounts = application.bean(Accounts.class);
    deliveries = application.bean(Deliveries.class);
  }

  @AfterAll
  void stop() {
    application.close();
    database.close();
  }

  @Test
  void appliesOnceWhatWasPublishedInATransaction() {
    accounts.open("a1");

    recharges.recharge("tx1", "a1", 500);

    awaitState("tx1", DeliveryState.ACKED);
    assertThat(accounts.balance("a1")).isEqualTo(500);
    assertThat(accounts.calls()).containsOnlyOnce("tx1");
  }

  @Test
  void neverSendsWhatWasRolledBack() {
    accounts.open("a2");

    assertThatThrownBy(() -> recharges.rechargeAndFail("tx2", "a2", 500))
        .isInstanceOf(IllegalStateException.class);

    recharges.recharge("tx2-later", "a2", 7);
    awaitState("tx2-later", DeliveryState.ACKED);
    assertThat(progress("tx2")).isEmpty();
    assertThat(accounts.calls()).doesNotContain("tx2");
    assertThat(accounts.balance("a2")).isEqualTo(7);
  }

  @Test
  void tellsAgainAfterTheHandlerFailedAndKeepsNothingOfTheFailure() {
    accounts.open("a3");
    accounts.failOnce("tx3");

    recharges.recharge("tx3", "a3", 500);

    awaitState("tx3", DeliveryState.ACKED);
    assertThat(accounts.balance("a3")).isEqualTo(500);
    assertThat(attempts("tx3")).extracting(Attempt::status).containsExactly(500, 200);
  }

  @Test
  void keepsARefusalVisibleAndAppliesItWhenReplayedAfterTheCauseIsGone() {
    recharges.recharge("tx4", "a4", 500);
    awaitState("tx4", DeliveryState.REFUSED);
    assertThat(attempts("tx4").get(0).excerpt()).contains("There is no account a4");

    accounts.open("a4");
    Progress refused = progress("tx4").get(0);
    deliveries.replay(refused.tenant(), refused.receiver(), refused.seq());

    awaitState("tx4", DeliveryState.ACKED);
    assertThat(accounts.balance("a4")).isEqualTo(500);
  }

  private void awaitState(String subject, DeliveryState state) {
    await()
        .atMost(AT_MOST)
        .untilAsserted(
            () -> assertThat(progress(subject)).extracting(Progress::state).containsExactly(state));
  }

  private List<Progress> progress(String subject) {
    return deliveries.ofSubject(Publication.DEFAULT_TENANT, Recharge.TOPIC, subject);
  }

  private List<Attempt> attempts(String subject) {
    Progress p = progress(subject).get(0);
    return deliveries.attempts(p.tenant(), p.receiver(), p.seq());
  }
}
