package dev.tireless.demo.account.answers;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Sends answers when their time has come, from one thread of its own. */
@Component
class LateAnswers implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LateAnswers.class);
  private static final int GRACE_MS = 10_000;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "late-answers");
            thread.setDaemon(true);
            return thread;
          });

  void send(AsyncContext exchange, ContentCachingResponseWrapper answer, int delayMs) {
    exchange.setTimeout(delayMs + GRACE_MS);
    timer.schedule(() -> sendNow(exchange, answer), delayMs, TimeUnit.MILLISECONDS);
  }

  private static void sendNow(AsyncContext exchange, ContentCachingResponseWrapper answer) {
    try {
      answer.copyBodyToResponse();
    } catch (IOException e) {
      log.info("Nobody waited for the late answer: {}", e.getMessage());
    }
    exchange.complete();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
