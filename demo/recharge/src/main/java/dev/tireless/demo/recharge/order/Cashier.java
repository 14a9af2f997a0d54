package dev.tireless.demo.recharge.order;

import dev.tireless.demo.recharge.Recharge;
import dev.tireless.demo.recharge.RechargeResult;
import dev.tireless.demo.recharge.Recharges;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes and finishes recharges. What becomes a success is announced in the same transaction. */
@Component
class Cashier {

  private final Recharges recharges;
  private final Requests requests;
  private final Announcer announcer;
  private final Supplier<UUID> txNumbers;

  Cashier(Recharges recharges, Requests requests, Announcer announcer, Supplier<UUID> txNumbers) {
    this.recharges = recharges;
    this.requests = requests;
    this.announcer = announcer;
    this.txNumbers = txNumbers;
  }

  /** A recharge without a key: told twice, it is paid twice. */
  @Transactional
  public Recharge take(Order order) {
    return record(order.recharge(nextTxNo()));
  }

  /**
   * At most one recharge per key, however many ask at once.
   *
   * @throws Requests.KeyTakenException when there is one; nothing is written
   */
  @Transactional
  public Recharge take(Order order, IdempotencyKey key) {
    Recharge recharge = order.recharge(nextTxNo());
    requests.claim(key, recharge.id(), order.payment());
    return record(recharge);
  }

  /** Finishes a processing one; false when there is none under this number. */
  @Transactional
  public boolean finish(String txNo, RechargeResult result) {
    boolean finished = recharges.finish(txNo, result);
    if (finished) {
      recharges.find(txNo).ifPresent(this::announceSuccess);
    }
    return finished;
  }

  private Recharge record(Recharge recharge) {
    recharges.insert(recharge);
    announceSuccess(recharge);
    return recharge;
  }

  private void announceSuccess(Recharge recharge) {
    if (recharge.result() == RechargeResult.SUCCESS) {
      announcer.announce(recharge);
    }
  }

  private String nextTxNo() {
    return txNumbers.get().toString();
  }
}
