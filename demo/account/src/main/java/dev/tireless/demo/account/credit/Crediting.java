package dev.tireless.demo.account.credit;

import dev.tireless.demo.account.PayResult;
import dev.tireless.demo.account.PayResult.State;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.receive.RefusedException;
import dev.tireless.spring.OnNotification;
import org.springframework.stereotype.Component;

/**
 * Credits a recharge. However it came, it runs in the inbox's transaction: receipt, balance and
 * {@code de_duplication} are committed together or not at all.
 */
@Component
public class Crediting {

  /** What the recharge system announces successes as. */
  public static final String TOPIC = "recharge.completed";

  private final Accounts accounts;

  Crediting(Accounts accounts) {
    this.accounts = accounts;
  }

  @OnNotification(topic = TOPIC)
  void credit(PayResult recharge, ReceivedNotification notification) {
    refuseNonsense(recharge, notification);
    accounts.mark(recharge.id());
    if (!accounts.credit(recharge.accountNo(), recharge.payAmount())) {
      throw new RefusedException("Account " + recharge.accountNo() + " is unknown");
    }
  }

  private static void refuseNonsense(PayResult recharge, ReceivedNotification notification) {
    if (!recharge.id().equals(notification.subject()) || recharge.result() != State.SUCCESS) {
      throw new RefusedException(
          "A completed recharge is a success under its own number, but this is %s of %s"
              .formatted(recharge.result().text(), recharge.id()));
    }
  }
}
