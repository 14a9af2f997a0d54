package dev.tireless.spring.reconcile;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Answers as the contract has them, whatever the application does with its own JSON. */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}

  static ServerResponse ok(Object answer) {
    return answer(ServerResponse.ok(), MediaType.APPLICATION_JSON, answer);
  }

  static ServerResponse accepted(Object answer) {
    return answer(ServerResponse.status(HttpStatus.ACCEPTED), MediaType.APPLICATION_JSON, answer);
  }

  static ServerResponse tagged(String etag, Object answer) {
    return answer(ServerResponse.ok().eTag(etag), MediaType.APPLICATION_JSON, answer);
  }

  /** A problem document by RFC 9457. */
  static ServerResponse problem(ProblemException problem) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "about:blank");
    members.put("title", problem.code().title());
    members.put("status", problem.code().status().value());
    members.put("detail", String.valueOf(problem.getMessage()));
    members.put("code", problem.code().name());
    if (problem.epoch() != null) {
      members.put("epoch", problem.epoch());
    }
    ServerResponse.BodyBuilder response = ServerResponse.status(problem.code().status());
    if (problem.retryAfterSeconds() != null) {
      response.header(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfterSeconds()));
    }
    if (problem.code() == Code.UNAUTHENTICATED) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return answer(response, MediaType.APPLICATION_PROBLEM_JSON, members);
  }

  /**
   * What a body says.
   *
   * @throws ProblemException when it says something else
   */
  static <T> T read(byte[] body, Class<T> type) {
    try {
      T value = MAPPER.readValue(body, type);
      if (value != null) {
        return value;
      }
    } catch (JacksonException e) {
      // Its own words name our classes.
      throw ProblemException.of(
          Code.BAD_QUESTION,
          "The body is not what is expected at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
    throw ProblemException.of(Code.BAD_QUESTION, "The body is null");
  }

  private static ServerResponse answer(
      ServerResponse.BodyBuilder response, MediaType type, Object answer) {
    return response.contentType(type).body(MAPPER.writeValueAsBytes(answer));
  }
}
