package dev.tireless.spring.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;

/** What a request asks, with everything that can be wrong about it. */
record Question(ServerRequest request) {

  private static final int LARGEST_BODY = 64 * 1024;

  boolean has(String name) {
    return request.param(name).isPresent();
  }

  /**
   * A whole number.
   *
   * @throws ProblemException when it is none, or negative
   */
  long number(String name, long otherwise) {
    return request.param(name).map(text -> number(name, text)).orElse(otherwise);
  }

  long required(String name) {
    return number(name, text(name));
  }

  Instant time(String name) {
    String text = text(name);
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw bad("%s is like 2026-11-22T00:00:00Z, not '%s'".formatted(name, text));
    }
  }

  String text(String name) {
    return request.param(name).orElseThrow(() -> bad(name + " is missing"));
  }

  <T> T body(Class<T> type) {
    try {
      byte[] body = request.servletRequest().getInputStream().readNBytes(LARGEST_BODY + 1);
      if (body.length > LARGEST_BODY) {
        throw ProblemException.of(
            Code.TOO_LARGE, "A body has at most %d bytes".formatted(LARGEST_BODY));
      }
      return Json.read(body, type);
    } catch (IOException e) {
      throw new UncheckedIOException("The body could not be read", e);
    }
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(request.headers().firstHeader(name));
  }

  static ProblemException bad(String detail) {
    return ProblemException.of(Code.BAD_QUESTION, detail);
  }

  private static long number(String name, String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException none) {
      // Said below.
    }
    throw bad("%s is a whole number from 0, not '%s'".formatted(name, text));
  }
}
