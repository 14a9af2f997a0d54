package dev.tireless.demo.account;

import dev.tireless.demo.recharge.RechargeApplication;
import dev.tireless.testdatabases.FreePort;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Both systems in this JVM, each with its own database file, and nothing between them but HTTP. */
final class BothServices implements AutoCloseable {

  private final int rechargePort = FreePort.find();
  private final int accountPort = FreePort.find();
  private final RunningAccount account;
  private final ConfigurableApplicationContext recharge;

  /**
   * It reconciles when it is asked to, and only then: pushes must do by themselves what they do.
   */
  static BothServices start() {
    return new BothServices(
        List.of(),
        List.of(
            "--tireless.receive.idle-time=1h",
            "--tireless.receive.grace-time=1h",
            "--tireless.receive.retry-gap=1h"));
  }

  BothServices(List<String> moreForRecharge, List<String> moreForAccount) {
    account =
        new RunningAccount(accountPort, url(rechargePort), moreForAccount.toArray(String[]::new));
    recharge = RechargeApplication.start(rechargeArgs(moreForRecharge));
  }

  RunningAccount account() {
    return account;
  }

  Caller recharge() {
    return new Caller(url(rechargePort));
  }

  /** Recharges and gives the transaction number. */
  String recharge(String accountNo, long payAmount) {
    String body = "{\"accountNo\":\"%s\",\"payAmount\":%d}".formatted(accountNo, payAmount);
    Answer answer = recharge().post("/recharges", body, "Idempotency-Key", Numbers.next("key"));
    return answer.json().get("id").stringValue();
  }

  /** Where the notification of a recharge stands, empty while there is none. */
  String state(String txNo) {
    for (JsonNode item : recharge().get("/demo/recharges?limit=200").json()) {
      if (item.get("id").stringValue().equals(txNo)) {
        return item.at("/notification/state").asString("");
      }
    }
    throw new AssertionError(txNo + " is not shown");
  }

  Answer replay(String txNo) {
    return recharge().post("/demo/recharges/" + txNo + "/replay", "");
  }

  void answerAs(String mode) {
    account.http().put("/demo/answers", "{\"mode\":\"%s\",\"delayMs\":200}".formatted(mode));
  }

  @Override
  public void close() {
    recharge.close();
    account.close();
  }

  private String[] rechargeArgs(List<String> more) {
    return Stream.concat(
            Stream.of(
                "--server.port=" + rechargePort,
                "--demo.data=" + Settings.newFolder("recharge"),
                "--demo.token=" + Settings.TOKEN,
                "--demo.secret=" + Settings.SECRET,
                "--demo.credential=" + Settings.CREDENTIAL,
                "--demo.account.url=" + url(accountPort)),
            more.stream())
        .toArray(String[]::new);
  }

  private static URI url(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
