package dev.tireless.demo.recharge.order;

import dev.tireless.demo.recharge.problem.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Money in 分, 1 to {@value #MAX}. */
record Amount(long fen) {

  private static final long MAX = 1_000_000_000;
  private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,9}");

  Amount {
    if (fen < 1 || fen > MAX) {
      throw invalid();
    }
  }

  /** From a query parameter: decimal digits only. */
  static Amount of(@Nullable String text) {
    if (text == null || !WHOLE.matcher(text).matches()) {
      throw invalid();
    }
    return new Amount(Long.parseLong(text));
  }

  /** From JSON: a whole number, not a text that looks like one, nor 1.0. */
  static Amount of(@Nullable JsonNode node) {
    if (node == null || !node.isIntegralNumber() || !node.canConvertToLong()) {
      throw invalid();
    }
    return new Amount(node.longValue());
  }

  private static RuntimeException invalid() {
    return Problem.badRequest(
        "AMOUNT_INVALID", "payAmount must be a whole number of 分, 1 to " + MAX);
  }
}
