package dev.tireless.demo.recharge.order;

import dev.tireless.demo.recharge.problem.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The client's own name for one recharge: told twice, it is still one. */
record IdempotencyKey(String text) {

  static final String HEADER = "Idempotency-Key";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:~-]{1,128}");

  static IdempotencyKey of(@Nullable String text) {
    if (text == null || !VALID.matcher(text).matches()) {
      throw Problem.badRequest(
          "IDEMPOTENCY_KEY_INVALID",
          "The header " + HEADER + " must be 1 to 128 letters, digits or . _ : ~ -");
    }
    return new IdempotencyKey(text);
  }
}
