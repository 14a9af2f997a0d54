package dev.tireless.demo.recharge.stumble;

import dev.tireless.LocalTransaction;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** A local transaction that never comes to its end, or never tells of it. */
record StumblingTransaction(LocalTransaction transaction, Moment moment, BooleanSupplier armed)
    implements LocalTransaction {

  /** Where it stops. */
  enum Moment {
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  @Override
  public <T> T run(Work<T> work) throws Exception {
    T result = transaction.run(c -> stopped(work.run(c), Moment.BEFORE_COMMIT));
    return stopped(result, Moment.AFTER_COMMIT);
  }

  private <T> T stopped(T result, Moment here) throws InterruptedException {
    if (moment == here && armed.getAsBoolean()) {
      new CountDownLatch(1).await();
    }
    return result;
  }
}
