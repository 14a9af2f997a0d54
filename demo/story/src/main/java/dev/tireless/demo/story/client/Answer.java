package dev.tireless.demo.story.client;

import tools.jackson.databind.json.JsonMapper;

/**
 * What a service answered.
 *
 * @param contentType empty when it said none
 */
public record Answer(int status, String contentType, String body) {

  private static final JsonMapper JSON = new JsonMapper();

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** A member of the JSON object that the body is; empty when it has none such. */
  public String member(String name) {
    return JSON.readTree(body).path(name).asString("");
  }

  /** What is at that place of the body; empty when nothing is. */
  public String memberAt(String pointer) {
    return JSON.readTree(body).at(pointer).asString("");
  }

  /** Status and code of a problem document (RFC 9457), else status and media type. */
  public String problem() {
    return contentType.startsWith("application/problem+json")
        ? status + " " + member("code")
        : status + " " + contentType;
  }
}
