package dev.tireless.demo.recharge;

/**
 * One recharge. As JSON it is the four fields of the source document: what the API answers and what
 * the notification carries.
 *
 * @param id the transaction number (txNo)
 * @param payAmount in 分, at least 1
 */
public record Recharge(String id, String accountNo, long payAmount, RechargeResult result) {

  /** The same with a result. */
  public Recharge finished(RechargeResult result) {
    return new Recharge(id, accountNo, payAmount, result);
  }
}
