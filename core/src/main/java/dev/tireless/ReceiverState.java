package dev.tireless;

/** Whether a receiver is told anything at the moment. */
public enum ReceiverState {
  /** Deliveries are sent. */
  ACTIVE,
  /** By its owner: deliveries are sequenced and readable, not sent, and no window runs. */
  PAUSED,
  /** By 410 three times in a row or by an operator; otherwise as {@link #PAUSED}. */
  SUSPENDED,
  /** Nothing more is sequenced, the rest is cancelled, and its id is never used again. */
  DELETED
}
