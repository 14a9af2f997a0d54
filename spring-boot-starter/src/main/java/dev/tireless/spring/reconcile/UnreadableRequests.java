package dev.tireless.spring.reconcile;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Answers what Spring gives up before it has found the call: a multipart body is taken apart first.
 * In front of the application's own, but for nothing but our calls.
 */
final class UnreadableRequests implements HandlerExceptionResolver, Ordered {

  private static final Logger log = LoggerFactory.getLogger(UnreadableRequests.class);

  @Override
  public @Nullable ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception e) {
    if (handler != null || !(e instanceof MultipartException) || !isOurs(request)) {
      return null;
    }
    log.debug("A body cannot be read", e);
    try {
      Json.problem(Question.bad("The body cannot be read; it is JSON"))
          .writeTo(request, response, () -> List.of(new ByteArrayHttpMessageConverter()));
    } catch (IOException gone) {
      throw new UncheckedIOException("Could not answer", gone);
    } catch (ServletException bug) {
      throw new IllegalStateException("Could not answer", bug);
    }
    return new ModelAndView();
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  private static boolean isOurs(HttpServletRequest request) {
    return ServletRequestPathUtils.getParsedRequestPath(request)
        .pathWithinApplication()
        .value()
        .startsWith("/v1/receivers/");
  }
}
