package dev.tireless.demo.recharge.order;

import dev.tireless.demo.recharge.Recharge;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Recharges by GET, only because the source document does: a GET may be repeated by anything on the
 * way, it names no client and has no key, so that a repeated one pays twice. Use POST /recharges.
 */
@RestController
class PaydoController {

  private final Cashier cashier;

  PaydoController(Cashier cashier) {
    this.cashier = cashier;
  }

  @GetMapping("/account/paydo")
  Recharge pay(
      @RequestParam(required = false) @Nullable String accountNo,
      @RequestParam(required = false) @Nullable String payAmount) {
    return cashier.take(Order.of(accountNo, Amount.of(payAmount), Payment.SUCCESS));
  }
}
