package dev.tireless.demo.recharge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedRecharge.class)
class WatchTest {

  private final RunningRecharge recharge;

  WatchTest(RunningRecharge recharge) {
    this.recharge = recharge;
  }

  @Test
  void showsTheNewestFirst() {
    String older = make("1");
    String newer = make("1");

    JsonNode shown = recharge.get("/demo/recharges?limit=2").json();

    assertThat(List.of(shown.get(0), shown.get(1)))
        .extracting(item -> item.get("id").stringValue())
        .containsExactly(newer, older);
  }

  @Test
  void showsAnAckedNotificationAndItsAttempt() {
    String txNo = make("1");

    JsonNode told = awaitState(txNo, "ACKED");

    assertThat(told.get("receiver").stringValue()).isEqualTo("account");
    assertThat(told.get("seq").longValue()).isPositive();
    assertThat(told.get("attempts").intValue()).isEqualTo(1);
    assertThat(told.get("nextAt").isNull()).isTrue();
    JsonNode attempt = recharge.get("/demo/recharges/" + txNo + "/attempts").json().get(0);
    assertThat(attempt.get("number").intValue()).isEqualTo(1);
    assertThat(attempt.get("outcome").stringValue()).isEqualTo("ACKED");
    assertThat(attempt.get("status").intValue()).isEqualTo(204);
  }

  @Test
  void showsARefusedOneAndReplaysIt() {
    String txNo = make(StubAccount.UNKNOWN);
    awaitState(txNo, "REFUSED");

    Answer replayed = recharge.post("/demo/recharges/" + txNo + "/replay", "");

    assertThat(replayed.status()).isEqualTo(200);
    assertThat(replayed.txNo()).isEqualTo(txNo);
    await().until(() -> recharge.account().told(txNo).size() == 2);
  }

  @Test
  void replaysOnlyWhatWasGivenUp() {
    String txNo = make("1");
    awaitState(txNo, "ACKED");

    recharge.post("/demo/recharges/" + txNo + "/replay", "").isProblem(409, "NOT_PARKED");
    recharge.post("/demo/recharges/unknown/replay", "").isProblem(404, "RECHARGE_UNKNOWN");
    recharge.get("/demo/recharges/unknown/attempts").isProblem(404, "RECHARGE_UNKNOWN");
  }

  @Test
  void showsNoNotificationOfADeclinedOne() {
    String txNo =
        recharge
            .recharge(Keys.next(), "{\"accountNo\":\"1\",\"payAmount\":7,\"payment\":\"declined\"}")
            .txNo();

    assertThat(shown(txNo).get("notification").isNull()).isTrue();
    assertThat(recharge.get("/demo/recharges/" + txNo + "/attempts").text()).isEqualTo("[]");
    recharge.post("/demo/recharges/" + txNo + "/replay", "").isProblem(409, "NOT_PARKED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "201"})
  void showsOneToTwoHundred(String limit) {
    recharge.get("/demo/recharges?limit=" + limit).isProblem(400, "LIMIT_INVALID");
  }

  @Test
  void saysHowItTellsTheAccountSystem() {
    JsonNode settings = recharge.get("/demo/settings").json();

    assertThat(settings.get("schedule").stringValue()).isEqualTo("100ms/1m");
    assertThat(settings.get("accountPage").stringValue())
        .isEqualTo(recharge.account().url().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/style.css", "/recharge.js", "/dom.js"})
  void servesTheStartPage(String path) {
    assertThat(recharge.get(path).status()).isEqualTo(200);
  }

  @Test
  void isHealthy() {
    assertThat(recharge.get("/actuator/health").json().get("status").stringValue()).isEqualTo("UP");
  }

  private String make(String accountNo) {
    return recharge
        .recharge(Keys.next(), "{\"accountNo\":\"%s\",\"payAmount\":100}".formatted(accountNo))
        .txNo();
  }

  private JsonNode shown(String txNo) {
    for (JsonNode item : recharge.get("/demo/recharges?limit=200").json()) {
      if (item.get("id").stringValue().equals(txNo)) {
        return item;
      }
    }
    throw new AssertionError(txNo + " is not shown");
  }

  private JsonNode awaitState(String txNo, String state) {
    await()
        .untilAsserted(
            () -> assertThat(shown(txNo).at("/notification/state").asString("")).isEqualTo(state));
    return shown(txNo).get("notification");
  }
}
