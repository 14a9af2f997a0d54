package dev.tireless.http;

/** How far an exchange has come. */
enum Stage {
  QUEUED("waiting for one of the receiver's own exchanges to end"),
  RESOLVING("resolving the host name"),
  CONNECTING("connecting"),
  SENT("waiting for the answer"),
  READING("reading the answer");

  private final String words;

  Stage(String words) {
    this.words = words;
  }

  /** To be read after "while". */
  @Override
  public String toString() {
    return words;
  }
}
