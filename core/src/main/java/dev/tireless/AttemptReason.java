package dev.tireless;

/** Why an attempt was made. Only scheduled failures move a delivery on in its gaps. */
public enum AttemptReason {
  SCHEDULED,
  REPLAY
}
