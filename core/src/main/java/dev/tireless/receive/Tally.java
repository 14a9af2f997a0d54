package dev.tireless.receive;

/** What was looked at, and what became of it. Not thread-safe. */
final class Tally {

  private SeqRange about = new SeqRange(0, 0);
  private long compared;
  private long missing;
  private long repaired;
  private String firstOpen = "";
  private boolean cutShort;
  private long lost;

  /** Some more was looked at, behind what was before. */
  void compared(SeqRange more, long count) {
    about = about.first() == 0 ? more : new SeqRange(about.first(), more.last());
    compared += count;
  }

  void ended(String what, InboxResult result) {
    missing++;
    if (result.outcome().isAck()) {
      repaired++;
    } else if (firstOpen.isEmpty()) {
      firstOpen = what + ": " + result.reason();
    }
  }

  /** One could neither be applied nor noted as not applied, so nobody would try it again. */
  void lost() {
    lost++;
  }

  /**
   * @throws NotifierException when what was done must be done again
   */
  void requireNothingLost() {
    if (lost > 0) {
      throw new NotifierException(
          "%d deliveries could neither be applied nor noted, the first open one is %s"
              .formatted(lost, firstOpen),
          null,
          null);
    }
  }

  /** The notifier's sequence does not go as far as was looked for. */
  void cutShort() {
    cutShort = true;
  }

  boolean isCutShort() {
    return cutShort;
  }

  /** From the first number to the last; zeros when there was none. */
  SeqRange about() {
    return about;
  }

  long compared() {
    return compared;
  }

  long missing() {
    return missing;
  }

  long repaired() {
    return repaired;
  }

  long stillOpen() {
    return missing - repaired;
  }

  /** What came of the first that is still open; empty when none is. */
  String firstOpen() {
    return firstOpen;
  }
}
