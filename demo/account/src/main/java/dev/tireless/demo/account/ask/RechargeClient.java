package dev.tireless.demo.account.ask;

import dev.tireless.demo.account.PayResult;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;

/** The recharge system's result query. Where it is and our token are in {@code account.yml}. */
interface RechargeClient {

  /** Null when the answer says nothing. */
  @GetExchange("/account/payResult/{txNo}")
  @Nullable PayResult payResult(@PathVariable String txNo);
}
