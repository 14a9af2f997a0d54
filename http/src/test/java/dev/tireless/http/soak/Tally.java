package dev.tireless.http.soak;

/**
 * What came of a soak.
 *
 * @param published notifications in the database at its end
 * @param acked of these, how many the receiver has acked
 * @param duplicates attempts beyond the first of each
 * @param inFlightAtKills what the nodes held that were killed, or frozen for longer than a lease
 */
record Tally(
    long seconds,
    int kills,
    int freezes,
    int published,
    int acked,
    long duplicates,
    int inFlightAtKills) {

  int lost() {
    return published - acked;
  }

  /** One line before the end. */
  String soFar() {
    return "soak: %3d s, %d kills, %d freezes, %d published, %d acked"
        .formatted(seconds, kills, freezes, published, acked);
  }

  @Override
  public String toString() {
    return "soak: seconds=%d nodes=%d kills=%d freezes=%d published=%d acked=%d lost=%d duplicates=%d inFlightAtKills=%d"
        .formatted(
            seconds,
            Soak.NODES,
            kills,
            freezes,
            published,
            acked,
            lost(),
            duplicates,
            inFlightAtKills);
  }
}
