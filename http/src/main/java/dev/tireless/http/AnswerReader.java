package dev.tireless.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/** Reads one answer, and no more of it than the cap. Belongs to the event loop of its exchange. */
final class AnswerReader {

  private final HttpClientResponse response;
  private final int cap;
  private final Buffer body = Buffer.buffer();
  private final Promise<Answer> answer = Promise.promise();

  AnswerReader(HttpClientResponse response, int cap) {
    this.response = response;
    this.cap = cap;
  }

  /** Completes with the answer at its end or at the cap; fails if the connection breaks before. */
  Future<Answer> read() {
    response
        .exceptionHandler(answer::tryFail)
        .handler(this::append)
        .endHandler(end -> answer.tryComplete(soFar(!hasForbiddenBody())));
    return answer.future();
  }

  /** What has come until now. */
  Answer soFar() {
    return soFar(false);
  }

  private void append(Buffer chunk) {
    int room = cap - body.length();
    body.appendBuffer(chunk, 0, Math.min(room, chunk.length()));
    if (chunk.length() > room) {
      answer.tryComplete(soFar(false));
    }
  }

  // The client believes that there is none, and would read it as the beginning of the next answer.
  private boolean hasForbiddenBody() {
    String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
    return response.statusCode() == 204 && length != null && !length.equals("0");
  }

  private Answer soFar(boolean whole) {
    String retryAfter = response.getHeader(HttpHeaders.RETRY_AFTER);
    return new Answer(response.statusCode(), retryAfter, body, whole);
  }
}
