package dev.tireless.demo.recharge.result;

import dev.tireless.demo.recharge.Recharge;
import dev.tireless.demo.recharge.Recharges;
import dev.tireless.demo.recharge.problem.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Tells processing, success and fail apart, and all of them from unknown. */
@RestController
class PayResultController {

  private final Recharges recharges;

  PayResultController(Recharges recharges) {
    this.recharges = recharges;
  }

  @GetMapping("/account/payResult/{txNo}")
  Recharge payResult(@PathVariable String txNo) {
    return recharges
        .find(txNo)
        .orElseThrow(() -> Problem.notFound("RESULT_UNKNOWN", "We know of no result for " + txNo));
  }
}
