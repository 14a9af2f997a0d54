package dev.tireless.demo.recharge.order;

import dev.tireless.demo.recharge.Recharge;
import java.util.function.Supplier;

/** Paid and announced, or neither: the two ways to have both in one local transaction. */
interface Announcer {

  /**
   * Runs the business in a transaction of its own that also announces the recharge. What the
   * business throws undoes both.
   */
  <T> T announcing(Recharge recharge, Supplier<T> business);
}
