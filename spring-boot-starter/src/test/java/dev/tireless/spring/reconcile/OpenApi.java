package dev.tireless.spring.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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

  /** The answer must be one that the operation knows, of that type, with such a body. */
  void validateAnswer(String method, String path, int status, String contentType, String body) {
    used.add(method + " " + path);
    JsonNode answer = operation(method, path).path("responses").path(String.valueOf(status));
    assertThat(answer.isMissingNode()).as("%s %s answers %d", method, path, status).isFalse();
    if (body.isEmpty()) {
      assertThat(answer.has("content")).isFalse();
      return;
    }
    JsonNode content = answer.path("content").path(contentType);
    assertThat(content.isMissingNode()).as("%d is %s", status, contentType).isFalse();
    validate(content.path("schema"), body);
  }

  private JsonNode operation(String method, String path) {
    JsonNode operation = document.path("paths").path(path).path(method);
    assertThat(operation.isMissingNode()).as("%s %s", method, path).isFalse();
    return operation;
  }

  /** OpenAPI 3.1 has JSON Schema 2020-12; the document's schemas go along for the references. */
  private void validate(JsonNode schema, String body) {
    ObjectNode whole = JSON.createObjectNode();
    whole.set("components", document.path("components"));
    whole.set("$ref", schema.path("$ref"));
    Schema validator =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(whole.toString());
    assertThat(validator.validate(JSON.readTree(body))).as(body).isEmpty();
  }
}
