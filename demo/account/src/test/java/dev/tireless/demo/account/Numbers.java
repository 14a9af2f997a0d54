package dev.tireless.demo.account;

import java.util.concurrent.atomic.AtomicInteger;

/** Numbers of accounts and transactions that no other test uses. */
final class Numbers {

  private static final AtomicInteger LAST = new AtomicInteger();

  private Numbers() {}

  static String next(String prefix) {
    return prefix + "-" + LAST.incrementAndGet();
  }

  static int nextSeq() {
    return LAST.incrementAndGet();
  }
}
