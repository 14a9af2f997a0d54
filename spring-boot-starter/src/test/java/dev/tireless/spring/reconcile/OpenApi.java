package dev.tireless.spring.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The served document as the measure of real requests and answers; it remembers what was used. */
final class OpenApi {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JsonNode document;
  private final Set<String> used = new HashSet<>();

  OpenApi(String document) {
    this.document = JSON.readTree(document);
  }

  JsonNode document() {
    return document;
  }

  /** Operations that were validated, like {@code get /v1/receivers/{receiver}/feed}. */
  Set<String> used() {
    return used;
  }

  /** All operations that the document has. */
  Set<String> operations() {
    Set<String> operations = new HashSet<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      path.getValue().propertyNames().stream()
          .filter(name -> !name.equals("parameters"))
          .forEach(method -> operations.add(method + " " + path.getKey()));
    }
    return operations;
  }

  /** A request's body must be what the operation takes. */
  void validateRequest(String method, String path, String body) {
    JsonNode schema =
        operation(method, path).path("requestBody").path("content").path("application/json");
    validate(schema.path("schema"), body);
  }

  /** Each parameter of a url must be one that the operation takes, and none may be missing. */
  void validateQuery(String method, String path, String url) {
    Map<String, String> asked = new HashMap<>();
    String query = url.contains("?") ? url.substring(url.indexOf('?') + 1) : "";
    for (String part : query.split("&", -1)) {
      if (!part.isEmpty()) {
        asked.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
      }
    }
    for (JsonNode parameter : operation(method, path).path("parameters")) {
      String name = parameter.path("name").asString();
      if (parameter.path("in").asString().equals("query")) {
        assertThat(asked.containsKey(name) || !parameter.path("required").asBoolean())
            .as("%s of %s", name, url)
            .isTrue();
        validateText(parameter.path("schema"), asked.remove(name));
      }
    }
    assertThat(asked).as(url).isEmpty();
  }

  /** The answer must be one that the operation knows, of that type, with such headers and body. */
  void validateAnswer(String method, String path, HttpResponse<String> answer) {
    used.add(method + " " + path);
    String status = String.valueOf(answer.statusCode());
    JsonNode expected = operation(method, path).path("responses").path(status);
    assertThat(expected.isMissingNode()).as("%s %s answers %s", method, path, status).isFalse();
    for (Map.Entry<String, JsonNode> header : expected.path("headers").properties()) {
      String value = answer.headers().firstValue(header.getKey()).orElse(null);
      boolean optional = !header.getValue().path("required").asBoolean();
      assertThat(value != null || optional).as("%s of %s", header.getKey(), status).isTrue();
      validateText(header.getValue().path("schema"), value);
    }
    if (answer.body().isEmpty()) {
      assertThat(expected.has("content")).isFalse();
      return;
    }
    JsonNode content = expected.path("content").path(type(answer));
    assertThat(content.isMissingNode()).as("%s is %s", status, type(answer)).isFalse();
    validate(content.path("schema"), answer.body());
  }

  /** A problem that is no answer of an operation. */
  void validateProblem(HttpResponse<String> answer) {
    assertThat(type(answer)).isEqualTo("application/problem+json");
    validate(document.path("components").path("schemas").path("Problem"), answer.body());
  }

  /** What is sent to a receiver must have the headers of the document. */
  void validatePush(Function<String, @Nullable String> headers) {
    JsonNode push = document.path("webhooks").path("notification").path("post");
    assertThat(push.path("parameters").size()).isPositive();
    for (JsonNode parameter : push.path("parameters")) {
      String value = headers.apply(parameter.path("name").asString());
      assertThat(value != null || !parameter.path("required").asBoolean())
          .as("%s", parameter.path("name"))
          .isTrue();
      validateText(parameter.path("schema"), value);
    }
  }

  private static String type(HttpResponse<String> answer) {
    return answer.headers().firstValue("content-type").orElse("");
  }

  private JsonNode operation(String method, String path) {
    JsonNode operation = document.path("paths").path(path).path(method);
    assertThat(operation.isMissingNode()).as("%s %s", method, path).isFalse();
    return operation;
  }

  /** In a header or a query, where all is text. */
  private void validateText(JsonNode schema, @Nullable String text) {
    if (text != null) {
      boolean isText = schema.path("type").asString().equals("string");
      validate(schema, isText ? JSON.writeValueAsString(text) : text);
    }
  }

  /** OpenAPI 3.1 has JSON Schema 2020-12; the document's schemas go along for the references. */
  private void validate(JsonNode schema, String body) {
    assertThat(schema.isMissingNode()).isFalse();
    ObjectNode whole = (ObjectNode) schema.deepCopy();
    whole.set("components", strict(document.path("components")));
    Schema validator =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(whole.toString());
    assertThat(validator.validate(JSON.readTree(body))).as(body).isEmpty();
  }

  /** Clients bear members that they do not know; here each must be in the document. */
  private static JsonNode strict(JsonNode components) {
    JsonNode copy = components.deepCopy();
    for (JsonNode schema : copy.path("schemas")) {
      if (schema.path("type").asString().equals("object")) {
        ((ObjectNode) schema).put("unevaluatedProperties", false);
      }
    }
    return copy;
  }
}
