package dev.tireless;

/** Why an attempt was made. Only scheduled failures move a delivery on in its gaps. */
public enum AttemptReason {
  /** Its step of the schedule was due. */
  SCHEDULED,
  /** Its receiver fails, and this one tests whether it still does. */
  PROBE,
  /** Its receiver recovered, and this one waited for that. */
  DRAIN,
  /** An operator gave it a second chance. */
  REPLAY
}
