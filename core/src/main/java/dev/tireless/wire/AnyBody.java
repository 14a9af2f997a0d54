package dev.tireless.wire;

/** Any 2xx is an ack, whatever its body says. */
enum AnyBody implements AckRule {
  HTTP_2XX;

  @Override
  public boolean accepts(byte[] body) {
    return true;
  }
}
