package dev.tireless.receive;

/** What became of items that were fetched. Not thread-safe. */
final class Tally {

  private long compared;
  private long missing;
  private long repaired;
  private String firstOpen = "";

  void compared(long more) {
    compared += more;
  }

  void ended(String what, InboxResult result) {
    missing++;
    if (result.outcome().isAck()) {
      repaired++;
    } else if (firstOpen.isEmpty()) {
      firstOpen = what + ": " + result.reason();
    }
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
