package dev.tireless.wire;

/** No answer is an ack, only the receiver's own call. */
enum PullOnly implements AckRule {
  PULL;

  @Override
  public boolean accepts(byte[] body) {
    return false;
  }
}
