package dev.tireless.spring.reconcile;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Answers as the contract has them, whatever the application does with its own JSON. Questions are
 * taken at their word: what had to be guessed at is refused.
 */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(LogicalType.Textual, Json::onlyText)
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
    problem.headers().forEach(response::header);
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
    } catch (UnrecognizedPropertyException e) {
      throw Question.bad("There is no member '%s' in this body".formatted(e.getPropertyName()));
    } catch (JacksonException e) {
      // Its own words name our classes.
      throw ProblemException.of(
          Code.BAD_QUESTION,
          "The body is not what is expected at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
    throw ProblemException.of(Code.BAD_QUESTION, "The body is null");
  }

  private static void onlyText(MutableCoercionConfig texts) {
    texts
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  private static ServerResponse answer(
      ServerResponse.BodyBuilder response, MediaType type, Object answer) {
    return response.contentType(type).body(MAPPER.writeValueAsBytes(answer));
  }
}
