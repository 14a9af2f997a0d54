package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tireless.demo.sample.AccountPay;
import dev.tireless.demo.sample.PayClient;
import dev.tireless.demo.sample.SampleBank1;
import dev.tireless.demo.sample.SampleDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Fault 5: the query calls its own {@code @Transactional} method directly, past the proxy, so that
 * balance and {@code de_duplication} are not one transaction.
 */
@ExtendWith(Shared.class)
class Fault5SelfInvocationTest {

  private static final String BREAK = "ALTER TABLE %s ADD CONSTRAINT broken CHECK (%s)";
  private static final String REPAIR = "ALTER TABLE %s DROP CONSTRAINT broken";

  private final StubRecharge recharge;
  private final RunningAccount account;

  Fault5SelfInvocationTest(AccountAndStub services) {
    this.recharge = services.recharge();
    this.account = services.account();
  }

  @Test
  void theSampleCreditsWithoutMarkingAndTwiceWhenItIsAskedAgain() {
    try (SampleDatabase database = SampleDatabase.ofBank1();
        SampleBank1 bank1 = new SampleBank1(database, PayClient.success("1", 100))) {
      database.openAccount("1", 0);
      database.execute(BREAK.formatted("de_duplication", "tx_no <> 'tx'"));
      assertThatExceptionOfType(DataIntegrityViolationException.class)
          .isThrownBy(() -> bank1.queryPayResult("tx"));
      assertThat(database.balance("1")).isEqualTo(100);
      assertThat(database.isMarked("tx")).isFalse();

      database.execute(REPAIR.formatted("de_duplication"));
      bank1.queryPayResult("tx");

      assertThat(database.balance("1")).isEqualTo(200);
    }
  }

  /** So it is the direct call that is wrong, and not the reduction. */
  @Test
  void theSampleKeepsBothTogetherWhenItIsTold() {
    try (SampleDatabase database = SampleDatabase.ofBank1();
        SampleBank1 bank1 = new SampleBank1(database, PayClient.success("1", 100))) {
      database.openAccount("1", 0);
      database.execute(BREAK.formatted("de_duplication", "tx_no <> 'tx'"));

      assertThatExceptionOfType(DataIntegrityViolationException.class)
          .isThrownBy(() -> bank1.onMessage(AccountPay.success("tx", "1", 100L)));

      assertThat(database.balance("1")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "de_duplication; tx_no <> '%1$s'",
        "account_info; account_no <> '%2$s' OR account_balance = 0"
      })
  void oursCreditsAndMarksOrNeitherWhicheverFails(String table, String rule) {
    String accountNo = account.newAccount();
    String txNo = Numbers.next("tx");
    recharge.reply(txNo, 200, Push.success(txNo, accountNo, "100"));
    execute(BREAK.formatted(table, rule.formatted(txNo, accountNo)));
    Answer failed = ask(txNo);
    execute(REPAIR.formatted(table));
    assertThat(failed.status()).isEqualTo(503);
    assertThat(account.balance(accountNo)).isZero();
    assertThat(account.isMarked(txNo)).isFalse();

    assertThat(ask(txNo).status()).isEqualTo(200);

    assertThat(account.balance(accountNo)).isEqualTo(100);
    assertThat(account.isMarked(txNo)).isTrue();
  }

  private Answer ask(String txNo) {
    return account.http().get("/payresult/" + txNo);
  }

  private void execute(String sql) {
    account.bean(JdbcClient.class).sql(sql).update();
  }
}
