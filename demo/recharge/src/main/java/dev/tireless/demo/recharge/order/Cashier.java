package dev.tireless.demo.recharge.order;

import dev.tireless.demo.recharge.Recharge;
import dev.tireless.demo.recharge.RechargeResult;
import dev.tireless.demo.recharge.Recharges;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Takes and finishes recharges. What becomes a success is announced in the same transaction. */
@Component
class Cashier {

  private final Recharges recharges;
  private final Requests requests;
  private final Announcer announcer;
  private final TransactionOperations transactions;
  private final Supplier<UUID> txNumbers;

  Cashier(
      Recharges recharges,
      Requests requests,
      Announcer announcer,
      TransactionOperations transactions,
      Supplier<UUID> txNumbers) {
    this.recharges = recharges;
    this.requests = requests;
    this.announcer = announcer;
    this.transactions = transactions;
    this.txNumbers = txNumbers;
  }

  /** A recharge without a key: told twice, it is paid twice. */
  Recharge take(Order order) {
    Recharge recharge = order.recharge(nextTxNo());
    return inTransaction(recharge, () -> record(recharge));
  }

  /**
   * At most one recharge per key, however many ask at once.
   *
   * @throws Requests.KeyTakenException when there is one; nothing is written
   */
  Recharge take(Order order, IdempotencyKey key) {
    Recharge recharge = order.recharge(nextTxNo());
    return inTransaction(
        recharge,
        () -> {
          requests.claim(key, recharge.id(), order.payment());
          return record(recharge);
        });
  }

  /** Finishes a processing one; false when there is none under this number. */
  boolean finish(String txNo, RechargeResult result) {
    Optional<Recharge> recharge = recharges.find(txNo).map(found -> found.finished(result));
    try {
      return recharge.isPresent()
          && inTransaction(recharge.get(), () -> finishOrThrow(recharge.get()));
    } catch (NotProcessingException e) {
      return false;
    }
  }

  private boolean finishOrThrow(Recharge recharge) {
    if (!recharges.finish(recharge.id(), recharge.result())) {
      throw new NotProcessingException();
    }
    return true;
  }

  private <T> T inTransaction(Recharge recharge, Supplier<T> business) {
    return recharge.result() == RechargeResult.SUCCESS
        ? announcer.announcing(recharge, business)
        : transactions.execute(status -> business.get());
  }

  private Recharge record(Recharge recharge) {
    recharges.insert(recharge);
    return recharge;
  }

  private String nextTxNo() {
    return txNumbers.get().toString();
  }

  /** It has its result already; it must not be announced again. */
  private static final class NotProcessingException extends RuntimeException {}
}
