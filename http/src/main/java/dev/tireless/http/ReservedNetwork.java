package dev.tireless.http;

/**
 * A network that is not called unless configuration opens it.
 *
 * @param purpose what it is for, to be read after "is"
 * @param source the document that says so
 */
record ReservedNetwork(Network network, String purpose, String source) {

  boolean contains(byte[] address) {
    return network.contains(address);
  }

  @Override
  public String toString() {
    return purpose + " (" + network + ", " + source + ")";
  }
}
