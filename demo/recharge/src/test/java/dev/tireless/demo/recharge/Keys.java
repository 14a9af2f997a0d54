package dev.tireless.demo.recharge;

import java.util.concurrent.atomic.AtomicInteger;

/** Idempotency keys that no other test uses. */
final class Keys {

  private static final AtomicInteger LAST = new AtomicInteger();

  private Keys() {}

  static String next() {
    return "key-" + LAST.incrementAndGet();
  }
}
