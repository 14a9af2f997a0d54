package dev.tireless.spring.reconcile;

import org.jspecify.annotations.Nullable;

/** A call that is answered by a problem document. */
final class ProblemException extends RuntimeException {

  private final Code code;
  private final @Nullable Long epoch;
  private final @Nullable Long retryAfterSeconds;

  private ProblemException(
      Code code, String detail, @Nullable Long epoch, @Nullable Long retryAfterSeconds) {
    super(detail);
    this.code = code;
    this.epoch = epoch;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static ProblemException of(Code code, String detail) {
    return new ProblemException(code, detail, null, null);
  }

  static ProblemException epochChanged(String detail, long epoch) {
    return new ProblemException(Code.EPOCH_CHANGED, detail, epoch, null);
  }

  static ProblemException tooMany(String detail, long retryAfterSeconds) {
    return new ProblemException(Code.TOO_MANY_REQUESTS, detail, null, retryAfterSeconds);
  }

  Code code() {
    return code;
  }

  /** The present one, where that is the problem. */
  @Nullable Long epoch() {
    return epoch;
  }

  /** How long to stay away; null where that would not help. */
  @Nullable Long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
