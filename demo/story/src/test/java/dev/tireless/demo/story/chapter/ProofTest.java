package dev.tireless.demo.story.chapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.demo.story.books.AccountBooks;
import dev.tireless.demo.story.books.NotifierBooks;
import dev.tireless.demo.story.books.RechargeBooks;
import dev.tireless.demo.story.console.Screen;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table must not be able to lie: what the databases contradict does not hold. */
class ProofTest {

  private static final List<String> TX = List.of("tx-1");

  private final PreparedDatabase paid = new PreparedDatabase();
  private final PreparedDatabase credited = new PreparedDatabase();
  private final Findings findings =
      new Findings(
          new Screen(
              new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
              false,
              () -> 0));
  private final Proof proof =
      new Proof(
          new RechargeBooks(paid.source()),
          new NotifierBooks(paid.source(), Clock.systemUTC()),
          new AccountBooks(credited.source()),
          findings);

  @BeforeEach
  void prepare() {
    paid.run(PreparedDatabase.TIRELESS);
    paid.run(
        "CREATE TABLE account_pay (id VARCHAR(64), account_no VARCHAR(64), pay_amount BIGINT, result VARCHAR(16))");
    credited.run("CREATE TABLE account_info (account_no VARCHAR(64), account_balance BIGINT)");
    credited.run("CREATE TABLE de_duplication (tx_no VARCHAR(64))");
    credited.run("INSERT INTO account_info VALUES ('1', 0)");
  }

  @AfterEach
  void end() {
    paid.close();
    credited.close();
  }

  @Test
  void holdsWhenPaidAndCreditedOnce() {
    Proof.Mark before = proof.mark("1");
    pay(100);
    credit(100);
    ack();
    new CreditedOnce().check(proof, before, "tx-1");
    assertThat(findings.hold()).isTrue();
  }

  @Test
  void failsWhenCreditedTwice() {
    Proof.Mark before = proof.mark("1");
    pay(100);
    credit(100);
    credit(100);
    ack();
    new CreditedOnce().check(proof, before, "tx-1");
    assertThat(findings.summary()).isEqualTo("1 of 5 checks failed");
  }

  @Test
  void failsWhenMarkedAndTheBalanceIsWrong() {
    Proof.Mark before = proof.mark("1");
    pay(100);
    credit(99);
    ack();
    new CreditedOnce().check(proof, before, "tx-1");
    assertThat(findings.summary()).isEqualTo("1 of 5 checks failed");
  }

  @Test
  void failsWhenPaidTwice() {
    Proof.Mark before = proof.mark("1");
    pay(100);
    pay(100);
    credit(100);
    ack();
    new CreditedOnce().check(proof, before, "tx-1");
    assertThat(findings.summary()).isEqualTo("1 of 5 checks failed");
  }

  @Test
  void failsWhenNothingHappened() {
    new CreditedOnce().check(proof, proof.mark("1"), "tx-1");
    assertThat(findings.summary()).isEqualTo("5 of 5 checks failed");
  }

  @Test
  void seesACreditThatMustNotBe() {
    credit(100);
    proof.notCredited(TX);
    assertThat(findings.hold()).isFalse();
  }

  @Test
  void tellsTheStatesOfADeliveryApart() {
    assertThat(proof.allHaveState("UNSENT", TX)).isFalse();
    publish();
    assertThat(proof.allHaveState("UNSENT", TX)).isTrue();
    paid.run("INSERT INTO tireless_delivery VALUES (1, 1, 'ntf_1', CURRENT_TIMESTAMP)");
    assertThat(proof.allHaveState("LOST", TX)).isTrue();
    paid.run(
        "INSERT INTO tireless_due (receiver_id, seq, due_at, reason, lease_token, failures) VALUES (1, 1, CURRENT_TIMESTAMP, 'SCHEDULED', 0, 0)");
    assertThat(proof.allHaveState("PENDING", TX)).isTrue();
    paid.run("DELETE FROM tireless_due");
    paid.run(
        "INSERT INTO tireless_range VALUES (1, 1, 2, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 'a')");
    assertThat(proof.allHaveState("PENDING", TX)).isTrue();
    paid.run("DELETE FROM tireless_range");
    paid.run("INSERT INTO tireless_parked VALUES (1, 1, 'REFUSED', '', CURRENT_TIMESTAMP, 1)");
    assertThat(proof.allHaveState("REFUSED", TX)).isTrue();
  }

  private void pay(long fen) {
    paid.run("INSERT INTO account_pay VALUES ('tx-1', '1', " + fen + ", 'success')");
  }

  private void credit(long fen) {
    credited.run("UPDATE account_info SET account_balance = account_balance + " + fen);
    credited.run("INSERT INTO de_duplication VALUES ('tx-1')");
  }

  private void publish() {
    paid.run(
        "INSERT INTO tireless_notification (id, tenant, topic, subject, version, content_type, payload_hash, created_at)"
            + " VALUES ('ntf_1', 'default', 'recharge.completed', 'tx-1', 1, 'application/json', X'00', CURRENT_TIMESTAMP)");
  }

  private void ack() {
    publish();
    paid.run("INSERT INTO tireless_delivery VALUES (1, 1, 'ntf_1', CURRENT_TIMESTAMP)");
    paid.run(
        "INSERT INTO tireless_attempt VALUES (1, 1, 1, 'PUSH', 'SCHEDULED', CURRENT_TIMESTAMP, 1, 'ACKED', 200, '', '', '')");
  }
}
