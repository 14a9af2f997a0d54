package dev.tireless.demo.account.problem;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Gives every error a problem document, and every problem document a code. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  @Nullable ResponseEntity<Object> unexpected(Exception failure, WebRequest request) {
    log.error("A request failed: {}", request.getDescription(false), failure);
    HttpStatus status = HttpStatus.INTERNAL_SERVER_ERROR;
    ProblemDetail body = ProblemDetail.forStatusAndDetail(status, "Something failed on our side");
    return handleExceptionInternal(failure, body, new HttpHeaders(), status, request);
  }

  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    if (body instanceof ProblemDetail problem && !hasCode(problem)) {
      problem.setProperty(Problem.CODE, HttpStatus.valueOf(status.value()).name());
    }
    return super.createResponseEntity(body, headers, status, request);
  }

  private static boolean hasCode(ProblemDetail problem) {
    Map<String, Object> properties = problem.getProperties();
    return properties != null && properties.containsKey(Problem.CODE);
  }
}
