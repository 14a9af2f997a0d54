package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service answered. */
record Answer(int status, HttpHeaders headers, String text) {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  static Answer of(HttpResponse<String> response) {
    HttpHeaders headers = new HttpHeaders();
    response.headers().map().forEach(headers::addAll);
    return new Answer(response.statusCode(), headers, response.body());
  }

  JsonNode json() {
    return MAPPER.readTree(text);
  }

  /** It is a problem document with this code and nothing else. */
  void isProblem(int expectedStatus, String code) {
    assertThat(status).as(text).isEqualTo(expectedStatus);
    assertThat(headers.getContentType()).hasToString("application/problem+json");
    assertThat(json().get("code").stringValue()).isEqualTo(code);
    assertThat(json().get("status").intValue()).isEqualTo(expectedStatus);
    assertThat(json().get("detail").stringValue()).isNotBlank();
  }
}
