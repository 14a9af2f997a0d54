package dev.tireless;

/** How an ack reached the notifier. */
public enum AckSource {
  /** The answer to an attempt of ours. */
  PUSH,
  /** The receiver said so by itself. */
  PULL,
  /** An operator said so. */
  MANUAL
}
