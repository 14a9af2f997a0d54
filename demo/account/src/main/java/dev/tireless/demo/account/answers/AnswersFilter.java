package dev.tireless.demo.account.answers;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Stands before the receiving endpoint and answers as the switch says. Holds no thread. */
class AnswersFilter extends OncePerRequestFilter {

  private final Answers answers;

  AnswersFilter(Answers answers) {
    this.answers = answers;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Switch position = answers.position();
    switch (position.mode()) {
      case NORMAL -> chain.doFilter(request, response);
      case LOSE -> lose(request, response);
      case SILENT -> hold(request, response, position);
      case LATE -> delay(request, response, chain, position.delayMs());
    }
  }

  private static void lose(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    swallow(request);
    response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.value());
  }

  private void hold(HttpServletRequest request, HttpServletResponse response, Switch position)
      throws IOException {
    swallow(request);
    HeldAnswer held = HeldAnswer.of(request.startAsync(request, response), answers);
    if (!answers.awaitMoveFrom(position, held)) {
      held.run();
    }
  }

  /** Keeps the whole answer back: a flushed one would be on its way already. */
  private static void delay(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain, int delayMs)
      throws ServletException, IOException {
    ContentCachingResponseWrapper kept = new ContentCachingResponseWrapper(response);
    chain.doFilter(request, kept);
    new LateAnswer(request.startAsync(request, response), kept).sendAfter(delayMs);
  }

  private static void swallow(HttpServletRequest request) throws IOException {
    request.getInputStream().transferTo(OutputStream.nullOutputStream());
  }
}
