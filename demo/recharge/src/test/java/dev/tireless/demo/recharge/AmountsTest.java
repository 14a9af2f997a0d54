package dev.tireless.demo.recharge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Amounts as whole numbers in 分, from 1 to a thousand million, by both ways in. */
@ExtendWith(SharedRecharge.class)
class AmountsTest {

  private final RunningRecharge recharge;

  AmountsTest(RunningRecharge recharge) {
    this.recharge = recharge;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 99, 1_000_000_000})
  void takesWholeNumbers(long amount) {
    Answer posted = recharge.recharge(Keys.next(), body(Long.toString(amount)));
    Answer got = recharge.get("/account/paydo?accountNo=1&payAmount=" + amount);

    assertThat(posted.json().get("payAmount").longValue()).isEqualTo(amount);
    assertThat(got.json().get("payAmount").longValue()).isEqualTo(amount);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "-1",
        "0",
        "-0",
        "1000000001",
        "9223372036854775808",
        "99999999999999999999999999",
        "1.5",
        "1.0",
        "1e3",
        "1e400",
        "null",
        "true",
        "\"\"",
        "\"100\"",
        "\"abc\"",
        "[100]",
        "{}"
      })
  void refusesEveryOtherJsonAndWritesNothing(String amount) {
    long before = rows();

    recharge
        .recharge(Keys.next(), amount == null ? "{\"accountNo\":\"1\"}" : body(amount))
        .isProblem(400, "AMOUNT_INVALID");

    assertThat(rows()).isEqualTo(before);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "0",
        "+1",
        "01",
        "1.5",
        "1.0",
        "1e3",
        "0x10",
        "abc",
        "١٢٣",
        "1 000",
        "1000000001",
        "9223372036854775808",
        "99999999999999999999999999"
      })
  void refusesEveryOtherTextAndWritesNothing(String amount) {
    long before = rows();

    recharge
        .get("/account/paydo?accountNo=1" + (amount == null ? "" : "&payAmount=" + encode(amount)))
        .isProblem(400, "AMOUNT_INVALID");

    assertThat(rows()).isEqualTo(before);
  }

  private long rows() {
    return recharge.count("SELECT COUNT(*) FROM account_pay")
        + recharge.count("SELECT COUNT(*) FROM recharge_request")
        + recharge.count("SELECT COUNT(*) FROM tireless_notification");
  }

  private static String body(String amount) {
    return "{\"accountNo\":\"1\",\"payAmount\":%s}".formatted(amount);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
