package dev.tireless.demo.account.answers;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** An answer that is ready and sent later. */
record LateAnswer(AsyncContext exchange, ContentCachingResponseWrapper answer) {

  private static final Logger log = LoggerFactory.getLogger(LateAnswer.class);
  private static final int GRACE_MS = 10_000;

  void sendAfter(int delayMs) {
    exchange.setTimeout(delayMs + GRACE_MS);
    CompletableFuture.delayedExecutor(delayMs, TimeUnit.MILLISECONDS).execute(this::send);
  }

  private void send() {
    try {
      answer.copyBodyToResponse();
    } catch (IOException e) {
      log.info("Nobody waited for the late answer: {}", e.getMessage());
    }
    exchange.complete();
  }
}
