package dev.tireless.demo.recharge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(SharedRecharge.class)
class RechargeTest {

  private static final String BODY = "{\"accountNo\":\"1\",\"payAmount\":100}";

  private final RunningRecharge recharge;

  RechargeTest(RunningRecharge recharge) {
    this.recharge = recharge;
  }

  @Test
  void answersTheFourFieldsOfTheSourceDocument() {
    Answer answer = recharge.recharge(Keys.next(), BODY);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers().getLocation()).hasToString("/account/payResult/" + answer.txNo());
    assertThat(answer.json())
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"id":"%s","accountNo":"1","payAmount":100,"result":"success"}"""
                        .formatted(answer.txNo())));
  }

  @Test
  void givesTheSameRechargeForTheSameKeyAndBody() {
    String key = Keys.next();
    Answer first = recharge.recharge(key, BODY);

    Answer again = recharge.recharge(key, BODY);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(rows(first.txNo())).isEqualTo(1);
  }

  @Test
  void answersAsItStandsNowWhenARepeatedKeyWasProcessing() {
    String key = Keys.next();
    String body = "{\"accountNo\":\"1\",\"payAmount\":100,\"payment\":\"later\"}";
    Answer first = recharge.recharge(key, body);
    recharge.post("/recharges/" + first.txNo() + "/completion", "{\"result\":\"success\"}");

    Answer again = recharge.recharge(key, body);

    assertThat(again.json().get("result").stringValue()).isEqualTo("success");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"accountNo\":\"1\",\"payAmount\":101}",
        "{\"accountNo\":\"2\",\"payAmount\":100}",
        "{\"accountNo\":\"1\",\"payAmount\":100,\"payment\":\"later\"}"
      })
  void refusesTheSameKeyWithAnotherBody(String other) {
    String key = Keys.next();
    recharge.recharge(key, BODY);
    long before = all();

    recharge.recharge(key, other).isProblem(422, "IDEMPOTENCY_KEY_REUSED");

    assertThat(all()).isEqualTo(before);
  }

  @Test
  void comparesKeysByteByByte() {
    String key = Keys.next();

    Answer lower = recharge.recharge(key + "a", BODY);
    Answer upper = recharge.recharge(key + "A", BODY);

    assertThat(upper.status()).isEqualTo(201);
    assertThat(upper.txNo()).isNotEqualTo(lower.txNo());
  }

  @Test
  void refusesARechargeWithoutAKey() {
    long before = all();

    recharge.post("/recharges", BODY).isProblem(400, "IDEMPOTENCY_KEY_INVALID");

    assertThat(all()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "with space", "quo\"te", "semi;colon"})
  void refusesAKeyThatIsNoName(String key) {
    recharge.recharge(key, BODY).isProblem(400, "IDEMPOTENCY_KEY_INVALID");
  }

  @Test
  void refusesAKeyThatIsTooLong() {
    recharge.recharge("k".repeat(129), BODY).isProblem(400, "IDEMPOTENCY_KEY_INVALID");
    assertThat(recharge.recharge("k".repeat(128), BODY).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"payAmount\":100}",
        "{\"accountNo\":null,\"payAmount\":100}",
        "{\"accountNo\":\"\",\"payAmount\":100}",
        "{\"accountNo\":\"a b\",\"payAmount\":100}",
        "{\"accountNo\":\"<b>1</b>\",\"payAmount\":100}"
      })
  void refusesAnAccountNumberThatIsNone(String body) {
    recharge.recharge(Keys.next(), body).isProblem(400, "ACCOUNT_NO_INVALID");
  }

  @Test
  void refusesAPaymentItDoesNotKnow() {
    recharge
        .recharge(Keys.next(), "{\"accountNo\":\"1\",\"payAmount\":100,\"payment\":\"SUCCESS\"}")
        .isProblem(400, "PAYMENT_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "\"text\"", "{\"accountNo\":\"1\",\"payAmount\":NaN}"})
  void refusesABodyThatCannotBeRead(String body) {
    recharge.recharge(Keys.next(), body).isProblem(400, "BAD_REQUEST");
  }

  @Test
  void answersWrongMethodsPathsAndTypesWithProblemsToo() {
    recharge.get("/recharges").isProblem(405, "METHOD_NOT_ALLOWED");
    recharge.get("/nowhere").isProblem(404, "NOT_FOUND");
  }

  @Test
  void publishesASuccessOnceAndSendsItsFourFields() {
    Answer answer = recharge.recharge(Keys.next(), BODY);

    assertThat(published(answer.txNo())).isEqualTo(1);
    await()
        .untilAsserted(
            () ->
                assertThat(recharge.account().told(answer.txNo())).containsExactly(answer.text()));
  }

  @Test
  void publishesNothingOfADeclinedOne() {
    Answer answer =
        recharge.recharge(
            Keys.next(), "{\"accountNo\":\"1\",\"payAmount\":100,\"payment\":\"declined\"}");

    assertThat(answer.json().get("result").stringValue()).isEqualTo("fail");
    assertThat(published(answer.txNo())).isZero();
  }

  private long all() {
    return recharge.count("SELECT COUNT(*) FROM account_pay");
  }

  private long rows(String txNo) {
    return recharge.count("SELECT COUNT(*) FROM account_pay WHERE id = ?", txNo);
  }

  private long published(String txNo) {
    return recharge.count("SELECT COUNT(*) FROM tireless_notification WHERE subject = ?", txNo);
  }
}
