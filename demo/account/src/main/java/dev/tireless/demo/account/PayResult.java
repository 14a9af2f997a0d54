package dev.tireless.demo.account;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What the recharge system says of a recharge: the four fields of the source document, in a
 * notification and in the answer to a question.
 *
 * @param id the transaction number (txNo)
 * @param payAmount in 分, at least 1
 */
public record PayResult(String id, String accountNo, long payAmount, State result) {

  public PayResult {
    if (id.isEmpty() || accountNo.isEmpty() || payAmount < 1) {
      throw new IllegalArgumentException(
          "A result has an id, an account and an amount of at least 1, but this is "
              + "'%s', '%s' and %d".formatted(id, accountNo, payAmount));
    }
  }

  /** Where a recharge stands. */
  public enum State {
    PROCESSING,
    SUCCESS,
    FAIL;

    /** As the source document writes it. */
    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
