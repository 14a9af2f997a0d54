package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tireless.demo.sample.AccountPay;
import dev.tireless.demo.sample.AccountPayService;
import dev.tireless.demo.sample.PayClient;
import dev.tireless.demo.sample.RocketMQTemplate;
import dev.tireless.demo.sample.SampleBank1;
import dev.tireless.demo.sample.SampleDatabase;
import dev.tireless.demo.sample.SamplePay;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Fault 7: unknown, not yet paid and failed cannot be told apart; an unknown number is a
 * NullPointerException.
 */
@ExtendWith(Shared.class)
class Fault7ResultsToldApartTest {

  private final BothServices services;

  Fault7ResultsToldApartTest(BothServices services) {
    this.services = services;
  }

  @Test
  void theSampleAnswersNothingToUnknownNotYetPaidAndFailedAlike() throws SQLException {
    try (SampleDatabase database = SampleDatabase.ofPay();
        Connection paying = database.source().getConnection()) {
      AccountPayService service = new AccountPayService(database, RocketMQTemplate.working());
      beginToPay(paying, "processing");
      failToPay(service, "failed");

      try (SamplePay pay = new SamplePay(service)) {
        Caller caller = new Caller(pay.url());
        assertThat(List.of("processing", "failed", "unknown"))
            .map(txNo -> caller.get("/account/payResult/" + txNo))
            .allMatch(answer -> answer.status() == 200 && answer.text().isEmpty());
      }
      paying.rollback();
    }
  }

  @Test
  void theSampleFailsWithANullPointerWhenItAsksForAnUnknownNumber() {
    try (SampleDatabase payDatabase = SampleDatabase.ofPay();
        SampleDatabase database = SampleDatabase.ofBank1();
        SamplePay pay =
            new SamplePay(new AccountPayService(payDatabase, RocketMQTemplate.working()));
        SampleBank1 bank1 = new SampleBank1(database, PayClient.at(pay.url()))) {

      assertThatNullPointerException().isThrownBy(() -> bank1.queryPayResult("unknown"));
    }
  }

  @ParameterizedTest
  @CsvSource({"later,processing", "declined,fail", "success,success"})
  void oursTellsThemApart(String payment, String result) {
    String txNo = recharge(services.account().newAccount(), payment);

    Answer answer = services.account().http().get("/payresult/" + txNo);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("result").stringValue()).isEqualTo(result);
  }

  @Test
  void oursSaysThatAnUnknownNumberIsUnknown() {
    services.account().http().get("/payresult/unknown").isProblem(404, "RESULT_UNKNOWN");
  }

  private static void beginToPay(Connection paying, String txNo) throws SQLException {
    paying.setAutoCommit(false);
    try (var statement =
        paying.prepareStatement("insert into account_pay values (?, '1', 100, 'success')")) {
      statement.setString(1, txNo);
      statement.executeUpdate();
    }
  }

  private static void failToPay(AccountPayService service, String txNo) {
    AccountPay tooLong = AccountPay.order(txNo, "1".repeat(65), 100L);
    assertThatExceptionOfType(DataIntegrityViolationException.class)
        .isThrownBy(() -> service.insertAccountPay(tooLong));
  }

  private String recharge(String accountNo, String payment) {
    String body =
        "{\"accountNo\":\"%s\",\"payAmount\":100,\"payment\":\"%s\"}".formatted(accountNo, payment);
    Answer answer =
        services.recharge().post("/recharges", body, "Idempotency-Key", Numbers.next("key"));
    return answer.json().get("id").stringValue();
  }
}
