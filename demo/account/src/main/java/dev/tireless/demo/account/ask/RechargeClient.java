package dev.tireless.demo.account.ask;

import dev.tireless.demo.account.PayResult;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;

/** The recharge system's result query. Where it is and our token are in {@code account.yml}. */
interface RechargeClient {

  @GetExchange("/account/payResult/{txNo}")
  PayResult payResult(@PathVariable String txNo);
}
