package dev.tireless.demo.account.answers;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.HttpStatus;

/** A request that gets no answer until the switch moves or its time is over. */
final class HeldAnswer implements AsyncListener, Runnable {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final AsyncContext exchange;
  private final Answers answers;
  private final AtomicBoolean ended = new AtomicBoolean();

  private HeldAnswer(AsyncContext exchange, Answers answers) {
    this.exchange = exchange;
    this.answers = answers;
  }

  static HeldAnswer of(AsyncContext exchange, Answers answers) {
    HeldAnswer held = new HeldAnswer(exchange, answers);
    exchange.setTimeout(LONGEST.toMillis());
    exchange.addListener(held);
    return held;
  }

  /** Ends the exchange, with an answer that is no ack. */
  @Override
  public void run() {
    if (ended.compareAndSet(false, true)) {
      HttpServletResponse response = (HttpServletResponse) exchange.getResponse();
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
      exchange.complete();
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    run();
  }

  @Override
  public void onError(AsyncEvent event) {
    run();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    answers.forget(this);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // Nothing starts anew.
  }
}
