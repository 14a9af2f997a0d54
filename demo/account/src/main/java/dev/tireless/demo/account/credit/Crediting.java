package dev.tireless.demo.account.credit;

import dev.tireless.demo.account.PayResult;
import dev.tireless.demo.account.PayResult.State;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.receive.RefusedException;
import dev.tireless.spring.OnNotification;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Credits a recharge. However it came, it runs in the inbox's transaction: receipt, balance and
 * {@code de_duplication} are committed together or not at all.
 */
@Component
public class Crediting {

  /** What the recharge system announces successes as. */
  public static final String TOPIC = "recharge.completed";

  private final Accounts accounts;
  private final JsonMapper json;

  Crediting(Accounts accounts, JsonMapper json) {
    this.accounts = accounts;
    this.json = json;
  }

  /**
   * Adds the amount to the account's balance.
   *
   * @throws RefusedException when the account is unknown, or the notification makes no sense
   */
  @OnNotification(topic = TOPIC)
  public void credit(ReceivedNotification notification) {
    PayResult recharge = read(notification);
    accounts.mark(recharge.id());
    if (!accounts.credit(recharge.accountNo(), recharge.payAmount())) {
      throw new RefusedException("Account " + recharge.accountNo() + " is unknown");
    }
  }

  private PayResult read(ReceivedNotification notification) {
    PayResult recharge = parse(notification);
    if (!recharge.id().equals(notification.subject()) || recharge.result() != State.SUCCESS) {
      throw new RefusedException(
          "A completed recharge is a success under its own number, but this is %s of %s"
              .formatted(recharge.result().text(), recharge.id()));
    }
    return recharge;
  }

  private PayResult parse(ReceivedNotification notification) {
    try {
      return json.readValue(notification.payload().bytes(), PayResult.class);
    } catch (JacksonException e) {
      throw new RefusedException("The payload is no result of a recharge");
    }
  }
}
