package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Fault 9: nobody reconciles by schedule, so a receiver that never heard of a payment can never
 * discover it. The sample has nothing that could be called here; ours does it by itself.
 */
class Fault9NobodyReconcilesTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String FORGET = "DELETE FROM tireless_receipt WHERE subject = ?";

  @Test
  void oursFindsAPaymentThatItNeverHeardOfAndCreditsItOnce() {
    try (BothServices both =
        new BothServices(List.of(), List.of("--tireless.receive.idle-time=2s"))) {
      both.answerAs("LOSE");

      String txNo = both.recharge("1", 500);

      await().atMost(DEADLINE).until(() -> both.account().isMarked(txNo));
      assertThat(both.account().balance("1")).isEqualTo(500);
      await().atMost(DEADLINE).until(() -> both.state(txNo).equals("ACKED"));
      both.answerAs("NORMAL");
      assertThat(both.account().balance("1")).isEqualTo(500);
    }
  }

  @Test
  void showsWhereItStands() {
    try (BothServices both =
        new BothServices(List.of(), List.of("--tireless.receive.idle-time=2s"))) {
      String txNo = both.recharge("1", 7);
      await().atMost(DEADLINE).until(() -> both.account().isMarked(txNo));

      Answer compared = both.account().http().post("/demo/reconcile", "");
      assertThat(compared.json().get("missing").asLong()).isZero();
      Answer standing = both.account().http().get("/demo/reconcile");
      assertThat(standing.json().get("on").asBoolean()).isTrue();
      assertThat(standing.json().get("lag").asLong()).isZero();
      assertThat(both.account().http().get("/demo/reconcile/yesterday").status()).isEqualTo(400);
    }
  }

  @Test
  void putsBothSidesOfTheDayBesideEachOther() {
    try (BothServices both =
        new BothServices(List.of(), List.of("--tireless.receive.idle-time=1m"))) {
      List<String> txNos = List.of(both.recharge("1", 7), both.recharge("1", 8));
      await().atMost(DEADLINE).until(() -> txNos.stream().allMatch(both.account()::isMarked));

      JsonNode equal = today(both);
      assertThat(equal.get("equal").asBoolean()).isTrue();
      assertThat(counts(equal, "notifier")).isEqualTo(2);
      assertThat(counts(equal, "receiver")).isEqualTo(2);
      assertThat(equal.get("hours"))
          .allSatisfy(
              hour -> assertThat(hour.at("/receiver/sum")).isEqualTo(hour.at("/notifier/sum")));

      both.account().bean(JdbcClient.class).sql(FORGET).param(txNos.get(1)).update();
      JsonNode different = today(both);
      assertThat(different.get("equal").asBoolean()).isFalse();
      assertThat(counts(different, "notifier")).isEqualTo(2);
      assertThat(counts(different, "receiver")).isEqualTo(1);
      assertThat(different.get("hours").toString())
          .contains("recharge.completed/" + txNos.get(1))
          .doesNotContain(txNos.get(0));
    }
  }

  @Test
  void tellsWhatWasRefusedBesideEqualSides() {
    try (BothServices both =
        new BothServices(List.of(), List.of("--tireless.receive.idle-time=1m"))) {
      String txNo = both.recharge("nobody", 7);
      await().atMost(DEADLINE).until(() -> both.state(txNo).equals("REFUSED"));

      JsonNode sides = today(both);

      assertThat(sides.get("equal").asBoolean()).isTrue();
      assertThat(sides.get("failed").asInt()).isEqualTo(1);
      JsonNode unacked = both.recharge().get("/demo/receivers").json().get(0);
      assertThat(unacked.get("receiver").asString()).isEqualTo("account");
      assertThat(unacked.get("unacked").asInt()).isEqualTo(1);
      assertThat(unacked.get("oldest").asInt()).isEqualTo(1);
    }
  }

  @Test
  void saysThatItDoesNotReconcileWhenItDoesNot() {
    try (BothServices both =
        new BothServices(List.of(), List.of("--tireless.receive.enabled=false"))) {
      String txNo = both.recharge("nobody", 7);
      await().atMost(DEADLINE).until(() -> both.state(txNo).equals("REFUSED"));

      JsonNode standing = both.account().http().get("/demo/reconcile").json();

      assertThat(standing.get("on").asBoolean()).isFalse();
      assertThat(standing.get("lag").isNull()).isTrue();
      assertThat(standing.get("failed").asInt()).isEqualTo(1);
      assertThat(both.account().http().get("/demo/reconcile/2026-11-23").status()).isEqualTo(404);
    }
  }

  private static JsonNode today(BothServices both) {
    LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
    return both.account().http().get("/demo/reconcile/" + today).json();
  }

  private static long counts(JsonNode sides, String side) {
    return sides.get("hours").valueStream().mapToLong(h -> h.get(side).get("count").asLong()).sum();
  }
}
