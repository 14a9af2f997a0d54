package dev.tireless.demo.account.problem;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Makes what a caller is answered when something is wrong with its call. */
public final class Problem {

  static final String CODE = "code";

  private Problem() {}

  /**
   * An exception that becomes a problem document.
   *
   * @param code stable, for programs
   * @param detail for people: what is wrong and what to do
   */
  public static ErrorResponseException of(HttpStatus status, String code, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty(CODE, code);
    return new ErrorResponseException(status, problem, null);
  }

  public static ErrorResponseException badRequest(String code, String detail) {
    return of(HttpStatus.BAD_REQUEST, code, detail);
  }

  public static ErrorResponseException notFound(String code, String detail) {
    return of(HttpStatus.NOT_FOUND, code, detail);
  }
}
