package dev.tireless.spring.reconcile;

import org.springframework.http.HttpStatus;

/** What a problem document says in a word that never changes. */
enum Code {
  /** No credential, or none of ours. */
  UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Who asks is not known"),
  /** The credential does not allow it. */
  SCOPE_MISSING(HttpStatus.FORBIDDEN, "The credential does not allow this"),
  /** There is none, or it is another's. */
  RECEIVER_UNKNOWN(HttpStatus.NOT_FOUND, "There is no such receiver"),
  /** There is no such call. */
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such call"),
  /** The call is there, by another method. */
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The call has another method"),
  /** We know of no result, which does not mean that it failed. */
  RESULT_UNKNOWN(HttpStatus.NOT_FOUND, "No result is known"),
  /** The receiver never wanted a redelivery. */
  REDELIVERY_UNKNOWN(HttpStatus.NOT_FOUND, "There is no redelivery"),
  /** The numbers are of an epoch that is over. */
  EPOCH_CHANGED(HttpStatus.CONFLICT, "The numbers are of an epoch that is over"),
  /** Another one is unfinished. */
  REDELIVERY_RUNNING(HttpStatus.CONFLICT, "A redelivery is running"),
  /** The question breaks a rule. */
  BAD_QUESTION(HttpStatus.BAD_REQUEST, "The question cannot be answered"),
  /** The body is larger than any good one. */
  TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
  /** More than the limit. */
  TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "There are too many requests"),
  /** This node's clock is too far ahead to say what is over. */
  CLOCK_AHEAD(HttpStatus.SERVICE_UNAVAILABLE, "This node does not know what time it is"),
  /** Something broke here. */
  FAILED(HttpStatus.INTERNAL_SERVER_ERROR, "It cannot be answered now");

  private final HttpStatus status;
  private final String title;

  Code(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
  }

  HttpStatus status() {
    return status;
  }

  String title() {
    return title;
  }
}
