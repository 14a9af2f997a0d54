package dev.tireless.wire;

/** What a {@link Verifier} found out about a request: {@link Verified} or {@link Rejected}. */
public sealed interface Verification {

  /** The request is genuine, complete and fresh. Only a {@link Verifier} can make one. */
  final class Verified implements Verification {

    private final Envelope envelope;
    private final String contentType;
    private final byte[] body;

    Verified(Envelope envelope, String contentType, byte[] body) {
      this.envelope = envelope;
      this.contentType = contentType;
      this.body = body;
    }

    /** What the signed headers say. */
    public Envelope envelope() {
      return envelope;
    }

    /**
     * Media type of the body, {@code application/octet-stream} if the request did not say. Not
     * under any signature.
     */
    public String contentType() {
      return contentType;
    }

    /** The very array that was verified, not a copy. */
    public byte[] body() {
      return body;
    }
  }

  /**
   * The request must not be believed.
   *
   * @param detail what is wrong, for the log; without any part of the request
   */
  record Rejected(Reason reason, String detail) implements Verification {}

  /** Why a request is not believed. */
  enum Reason {
    MISSING_HEADER,
    MALFORMED_HEADER,
    TIMESTAMP_OUT_OF_RANGE,
    /** The signature header has no entry of a version that we know. */
    UNKNOWN_SIGNATURE_VERSION,
    /** No entry fits any of our keys: tampered with, or signed with another key. */
    SIGNATURE_MISMATCH
  }
}
