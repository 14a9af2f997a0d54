package dev.tireless.demo.recharge.order;

import dev.tireless.demo.recharge.Recharge;
import dev.tireless.demo.recharge.RechargeResult;
import dev.tireless.demo.recharge.Recharges;
import dev.tireless.demo.recharge.order.Requests.Claimed;
import dev.tireless.demo.recharge.order.Requests.KeyTakenException;
import dev.tireless.demo.recharge.problem.Problem;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Recharges by POST: with a key, so that a caller that got no answer may ask again. */
@RestController
class RechargeController {

  private final Cashier cashier;
  private final Requests requests;
  private final Recharges recharges;

  RechargeController(Cashier cashier, Requests requests, Recharges recharges) {
    this.cashier = cashier;
    this.requests = requests;
    this.recharges = recharges;
  }

  record RechargeRequest(
      @Nullable String accountNo, @Nullable JsonNode payAmount, @Nullable String payment) {
    Order order() {
      return Order.of(accountNo, Amount.of(payAmount), Payment.of(payment));
    }
  }

  record Completion(@Nullable String result) {
    RechargeResult checked() {
      if ("success".equals(result)) {
        return RechargeResult.SUCCESS;
      }
      if ("fail".equals(result)) {
        return RechargeResult.FAIL;
      }
      throw Problem.badRequest("RESULT_INVALID", "result must be success or fail");
    }
  }

  @PostMapping("/recharges")
  ResponseEntity<Recharge> recharge(
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String header,
      @RequestBody RechargeRequest request) {
    IdempotencyKey key = IdempotencyKey.of(header);
    Order order = request.order();
    try {
      Recharge recharge = cashier.take(order, key);
      return ResponseEntity.created(URI.create("/account/payResult/" + recharge.id()))
          .body(recharge);
    } catch (KeyTakenException e) {
      return ResponseEntity.ok(earlier(order, key));
    }
  }

  @PostMapping("/recharges/{txNo}/completion")
  Recharge complete(@PathVariable String txNo, @RequestBody Completion completion) {
    RechargeResult result = completion.checked();
    boolean finished = cashier.finish(txNo, result);
    Recharge recharge = recharges.find(txNo).orElseThrow(() -> unknown(txNo));
    if (!finished && recharge.result() != result) {
      throw Problem.of(
          HttpStatus.CONFLICT, "RECHARGE_FINISHED", txNo + " is " + recharge.result().text());
    }
    return recharge;
  }

  private Recharge earlier(Order order, IdempotencyKey key) {
    Claimed claimed = requests.find(key).orElseThrow();
    Recharge recharge = recharges.find(claimed.txNo()).orElseThrow();
    if (!order.equals(orderOf(recharge, claimed))) {
      throw Problem.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "IDEMPOTENCY_KEY_REUSED",
          "This key belongs to another recharge; use a new key for a new recharge");
    }
    return recharge;
  }

  private static Order orderOf(Recharge recharge, Claimed claimed) {
    return new Order(recharge.accountNo(), new Amount(recharge.payAmount()), claimed.payment());
  }

  private static RuntimeException unknown(String txNo) {
    return Problem.notFound("RECHARGE_UNKNOWN", "There is no recharge " + txNo);
  }
}
