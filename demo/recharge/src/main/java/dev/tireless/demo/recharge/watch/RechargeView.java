package dev.tireless.demo.recharge.watch;

import dev.tireless.demo.recharge.Recharge;
import dev.tireless.demo.recharge.RechargeResult;
import org.jspecify.annotations.Nullable;

/** A recharge and its notification; null while there is none. */
record RechargeView(
    String id,
    String accountNo,
    long payAmount,
    RechargeResult result,
    @Nullable NotificationView notification) {

  static RechargeView of(Recharge recharge, @Nullable NotificationView notification) {
    return new RechargeView(
        recharge.id(), recharge.accountNo(), recharge.payAmount(), recharge.result(), notification);
  }
}
