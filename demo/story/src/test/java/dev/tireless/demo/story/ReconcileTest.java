package dev.tireless.demo.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against an account system that always says the same. */
class ReconcileTest {

  private static final int EQUAL = 0;
  private static final int DIFFERENT = 1;
  private static final int CANNOT_BE_COMPARED = 2;
  private static final String SIDES =
      """
      {"equal":%1$s,"failed":%2$d,"hours":[{"from":"2026-11-23T10:00:00Z","equal":%1$s,
      "notifier":{"count":2,"sum":"theirs"},"receiver":{"count":1,"sum":"ours"},
      "differing":["7 recharge.completed/tx-7"]}]}""";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private HttpServer account;
  private String answer = "";

  @BeforeEach
  void start() throws IOException {
    account = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    account.createContext(
        "/demo/reconcile/2026-11-23",
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    account.start();
  }

  @AfterEach
  void stop() {
    account.stop(0);
  }

  @Test
  void saysThatBothSidesAreEqual() {
    answer = SIDES.formatted("true", 0);
    assertThat(run("2026-11-23")).isEqualTo(EQUAL);
    assertThat(text(out)).contains("theirs", "ours", "Both sides are equal").doesNotContain("came");
  }

  @Test
  void namesWhatDiffers() {
    answer = SIDES.formatted("false", 0);
    assertThat(run("2026-11-23")).isEqualTo(DIFFERENT);
    assertThat(text(out))
        .contains("DIFFERENT", "differs: 7 recharge.completed/tx-7", "Both sides differ");
  }

  @Test
  void saysHowManyCameAndAreNotApplied() {
    answer = SIDES.formatted("true", 3);
    assertThat(run("2026-11-23")).isEqualTo(EQUAL);
    assertThat(text(out)).contains("3 came");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-11-23 10:00", "2026-02-30", ""})
  void refusesWhatIsNoDate(String date) {
    assertThat(run(date)).isEqualTo(CANNOT_BE_COMPARED);
    assertThat(text(err)).contains("a date like 2026-11-23");
  }

  @Test
  void neverTakesAnAnswerThatIsNoneForADifference() {
    answer = "<html>";
    assertThat(run("2026-11-23")).isEqualTo(CANNOT_BE_COMPARED);
    assertThat(run("2026-11-24")).isEqualTo(CANNOT_BE_COMPARED);
    assertThat(run("2026-11-23", "--account-port=none")).isEqualTo(CANNOT_BE_COMPARED);
    account.stop(0);
    assertThat(run("2026-11-23")).isEqualTo(CANNOT_BE_COMPARED);
    assertThat(text(err)).contains("is the demo running?");
  }

  private int run(String date) {
    return run(date, "--account-port=" + account.getAddress().getPort());
  }

  private int run(String... arguments) {
    return new Reconcile(printTo(out), printTo(err)).run(arguments);
  }

  private static PrintStream printTo(ByteArrayOutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
