package dev.tireless.bench.round;

/**
 * How far a load may run ahead.
 *
 * @param outstanding submissions that wait for their commit, where callers only hand over
 * @param unacked messages that are durable and not acked; more than any sender takes at once
 */
record Limits(int outstanding, int unacked) {

  static final Limits FULL = new Limits(4096, 5000);
}
