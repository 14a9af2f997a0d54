package dev.tireless.spring.receive;

import dev.tireless.Payload;
import dev.tireless.receive.InboxOutcome;
import dev.tireless.receive.InboxResult;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What the endpoint tells the notifier. Everything but 2xx is a problem document (RFC 9457), and
 * everything but 422 is told again by the schedule; no answer shows anything of our inside but the
 * words of a refusal.
 */
final class Answers {

  private Answers() {}

  /** The body of an ack. */
  record Ack(InboxOutcome outcome) {}

  static ServerResponse of(InboxResult result) {
    return switch (result.outcome()) {
      case APPLIED, IGNORED ->
          ServerResponse.ok()
              .contentType(MediaType.APPLICATION_JSON)
              .body(new Ack(result.outcome()));
      case REFUSED -> problem(HttpStatus.UNPROCESSABLE_CONTENT, result.reason());
      case FAILED ->
          problem(HttpStatus.INTERNAL_SERVER_ERROR, "It could not be applied; tell it again.");
    };
  }

  static ServerResponse tooLarge() {
    return problem(
        HttpStatus.CONTENT_TOO_LARGE, "A payload has at most " + Payload.MAX_BYTES + " bytes.");
  }

  /** The same words whatever is wrong, so that nobody can feel his way to a valid request. */
  static ServerResponse unauthorized() {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.UNAUTHORIZED, "The request is not signed as agreed.");
    return ServerResponse.status(HttpStatus.UNAUTHORIZED)
        .header(HttpHeaders.WWW_AUTHENTICATE, "Tireless-Signature")
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  /**
   * 501: told again until a version of this application handles the topic. Not 422, which could end
   * the telling for good because of a missing deployment; not 404, which says that the url is
   * wrong.
   */
  static ServerResponse withoutHandler(String topic) {
    return problem(HttpStatus.NOT_IMPLEMENTED, "Nothing here handles the topic " + topic + ".");
  }

  private static ServerResponse problem(HttpStatus status, String detail) {
    return ServerResponse.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(status, detail));
  }
}
