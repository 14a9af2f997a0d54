package dev.tireless.spring.reconcile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.function.ServerRequest;

/** What a request asks, with everything that can be wrong about it. */
record Question(ServerRequest request, Map<String, String> parameters) {

  private static final Logger log = LoggerFactory.getLogger(Question.class);

  private static final int LARGEST_BODY = 64 * 1024;
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /**
   * The question of a call that knows these query parameters.
   *
   * @throws ProblemException when there is another, one is there twice, or they cannot be read
   */
  static Question of(ServerRequest request, String... names) {
    Map<String, String> parameters = new HashMap<>();
    for (String part : query(request).split("&", -1)) {
      if (!part.isEmpty()) {
        String[] nameAndValue = part.split("=", 2);
        String name = decoded(nameAndValue[0]);
        if (!List.of(names).contains(name)) {
          throw bad("There is no parameter '%s' here, only %s".formatted(name, List.of(names)));
        }
        String value = nameAndValue.length == 1 ? "" : decoded(nameAndValue[1]);
        if (parameters.put(name, value) != null) {
          throw bad(name + " is there twice");
        }
      }
    }
    return new Question(request, parameters);
  }

  boolean has(String name) {
    return parameters.containsKey(name);
  }

  boolean hasAny(String... names) {
    return List.of(names).stream().anyMatch(this::has);
  }

  /**
   * A whole number.
   *
   * @throws ProblemException when it is none, or negative
   */
  long number(String name, long otherwise) {
    return has(name) ? required(name) : otherwise;
  }

  long required(String name) {
    return number(name, text(name));
  }

  /** False without the parameter. */
  boolean flag(String name) {
    if (!has(name)) {
      return false;
    }
    return switch (text(name)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad("%s is true or false, not '%s'".formatted(name, text(name)));
    };
  }

  Instant time(String name) {
    String text = text(name);
    try {
      Instant time = Instant.parse(text);
      if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
        return time;
      }
    } catch (DateTimeParseException none) {
      // Said below.
    }
    throw bad("%s is like 2026-11-22T00:00:00Z, not '%s'".formatted(name, text));
  }

  String text(String name) {
    String text = parameters.get(name);
    if (text == null) {
      throw bad(name + " is missing");
    }
    return text;
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
      log.debug("A body broke off", e);
      throw bad("The body could not be read to its end");
    }
  }

  /**
   * What does not get through its own checks is no good question.
   *
   * @throws ProblemException when it throws an {@link IllegalArgumentException}
   */
  static <T> T checked(Supplier<T> asked) {
    try {
      return asked.get();
    } catch (IllegalArgumentException e) {
      log.debug("A question was refused", e);
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  static ProblemException bad(String detail) {
    return ProblemException.of(Code.BAD_QUESTION, detail);
  }

  private static String query(ServerRequest request) {
    @Nullable String query = request.servletRequest().getQueryString();
    return query == null ? "" : query;
  }

  private static String decoded(String text) {
    return checked(() -> StringUtils.uriDecode(text, StandardCharsets.UTF_8));
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
