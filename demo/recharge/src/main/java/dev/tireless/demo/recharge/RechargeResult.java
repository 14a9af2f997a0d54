package dev.tireless.demo.recharge;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a recharge stands; from {@link #PROCESSING} it moves once, to one of the other two. */
public enum RechargeResult {
  PROCESSING,
  SUCCESS,
  FAIL;

  /** As the source document writes it, in JSON and in the table. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RechargeResult of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
