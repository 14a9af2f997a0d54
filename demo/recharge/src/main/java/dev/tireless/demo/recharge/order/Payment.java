package dev.tireless.demo.recharge.order;

import dev.tireless.demo.recharge.RechargeResult;
import dev.tireless.demo.recharge.problem.Problem;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the simulated payment system answers; a demo has no real one to ask. */
enum Payment {
  SUCCESS(RechargeResult.SUCCESS),
  LATER(RechargeResult.PROCESSING),
  DECLINED(RechargeResult.FAIL);

  private final RechargeResult result;

  Payment(RechargeResult result) {
    this.result = result;
  }

  static Payment of(@Nullable String text) {
    return text == null ? SUCCESS : named(text);
  }

  private static Payment named(String text) {
    return Arrays.stream(values())
        .filter(payment -> payment.text().equals(text))
        .findAny()
        .orElseThrow(
            () ->
                Problem.badRequest(
                    "PAYMENT_INVALID", "payment must be success, later or declined"));
  }

  RechargeResult result() {
    return result;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
