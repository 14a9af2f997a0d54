package dev.tireless.bench.round;

/**
 * What came of a recovery.
 *
 * @param waiting deliveries when the receiver came up
 * @param refusedWhileDown attempts that it refused before
 * @param upToFirstAckMillis from coming up to its first ack
 * @param firstAckToAllMillis from its first ack until it had everything
 * @param delivered how many it got
 * @param wasted attempts after it came up that were no first ack
 * @param stepsBack first acks below a sequence number that was acked before
 * @param longestStepBack by how many numbers at most
 * @param mostInFlight at one time
 * @param limit of what may be in flight
 */
public record Recovery(
    long waiting,
    long refusedWhileDown,
    long upToFirstAckMillis,
    long firstAckToAllMillis,
    long delivered,
    long wasted,
    long stepsBack,
    long longestStepBack,
    int mostInFlight,
    int limit) {

  public double perSecond() {
    return delivered * 1000.0 / Math.max(1, firstAckToAllMillis);
  }

  public double wastedPerCent() {
    return 100.0 * wasted / Math.max(1, waiting);
  }
}
