package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.demo.sample.AccountPay;
import dev.tireless.demo.sample.PayClient;
import dev.tireless.demo.sample.SampleBank1;
import dev.tireless.demo.sample.SampleDatabase;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Fault 3: idempotency is check-then-insert, so two concurrent deliveries credit twice. */
@ExtendWith(Shared.class)
class Fault3CheckThenInsertTest {

  private final StubRecharge recharge;
  private final RunningAccount account;

  Fault3CheckThenInsertTest(AccountAndStub services) {
    this.recharge = services.recharge();
    this.account = services.account();
  }

  @Test
  void theSampleCreditsTwiceWhenTwoDeliveriesMeet() throws Exception {
    try (SampleDatabase database = SampleDatabase.ofBank1();
        SampleBank1 bank1 = new SampleBank1(database, PayClient.success("1", 100))) {
      database.openAccount("1", 0);
      AccountPay message = AccountPay.success("tx", "1", 100L);

      HeldAccount.meet(database.source(), "1", twice(() -> bank1.onMessage(message)));

      assertThat(database.balance("1")).isEqualTo(200);
    }
  }

  /**
   * With a key on {@code de_duplication} the insert fails, but the balance is committed by then.
   */
  @Test
  void theSampleCreditsTwiceEvenWithAKeyWhenTwoQueriesMeet() throws Exception {
    try (SampleDatabase database = SampleDatabase.ofBank1();
        SampleBank1 bank1 = new SampleBank1(database, PayClient.success("1", 100))) {
      database.openAccount("1", 0);
      database.execute("ALTER TABLE de_duplication ADD CONSTRAINT once UNIQUE (tx_no)");

      HeldAccount.meet(database.source(), "1", twice(() -> bank1.queryPayResult("tx")));

      assertThat(database.balance("1")).isEqualTo(200);
    }
  }

  @Test
  void oursCreditsOnceWhenTwoDeliveriesMeet() throws Exception {
    String accountNo = account.newAccount();
    Push push = Push.success(Numbers.next("tx"), accountNo, 100);

    meet(accountNo, () -> push.to(account.http()));

    assertThat(push.to(account.http()).status()).isEqualTo(200);
    assertThat(account.balance(accountNo)).isEqualTo(100);
  }

  @Test
  void oursCreditsOnceWhenTwoQueriesMeet() throws Exception {
    String accountNo = account.newAccount();
    String txNo = Numbers.next("tx");
    recharge.reply(txNo, 200, Push.success(txNo, accountNo, "100"));

    meet(accountNo, () -> account.http().get("/payresult/" + txNo));

    assertThat(account.http().get("/payresult/" + txNo).status()).isEqualTo(200);
    assertThat(account.balance(accountNo)).isEqualTo(100);
  }

  private void meet(String accountNo, Runnable delivery) throws Exception {
    HeldAccount.meet(account.bean(DataSource.class), accountNo, twice(delivery));
  }

  private static List<Runnable> twice(Runnable delivery) {
    return List.of(delivery, delivery);
  }
}
