package dev.tireless.spring.reconcile;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** A call that is answered by a problem document. */
final class ProblemException extends RuntimeException {

  private final Code code;
  private final @Nullable Long epoch;
  private final Map<String, String> headers;

  private ProblemException(
      Code code, String detail, @Nullable Long epoch, Map<String, String> headers) {
    super(detail);
    this.code = code;
    this.epoch = epoch;
    this.headers = headers;
  }

  static ProblemException of(Code code, String detail) {
    return new ProblemException(code, detail, null, Map.of());
  }

  static ProblemException epochChanged(String detail, long epoch) {
    return new ProblemException(Code.EPOCH_CHANGED, detail, epoch, Map.of());
  }

  static ProblemException tooMany(String detail, long retryAfterSeconds) {
    return new ProblemException(
        Code.TOO_MANY_REQUESTS,
        detail,
        null,
        Map.of(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfterSeconds)));
  }

  static ProblemException unauthenticated(String detail) {
    return new ProblemException(
        Code.UNAUTHENTICATED, detail, null, Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
  }

  /**
   * @param allowed the methods that are, as in the header
   */
  static ProblemException notAllowed(String method, String allowed) {
    return new ProblemException(
        Code.METHOD_NOT_ALLOWED,
        "It is called by %s, not by %s".formatted(allowed, method),
        null,
        Map.of(HttpHeaders.ALLOW, allowed));
  }

  Code code() {
    return code;
  }

  /** The present one, where that is the problem. */
  @Nullable Long epoch() {
    return epoch;
  }

  /** What the answer's headers say of it. */
  Map<String, String> headers() {
    return headers;
  }
}
