package dev.tireless.spring.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Those who wait, whatever becomes of the looks. */
class FeedWaitersTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MOST = 1_000;

  private final AtomicInteger looks = new AtomicInteger();
  private FeedWaiters waiters = started(callers -> Map.of());

  @AfterEach
  void close() {
    waiters.stop();
    waiters.close();
  }

  @Test
  void answersTheOldestOfAReceiverWhenAFifthComes() {
    List<CompletableFuture<String>> asked =
        IntStream.range(0, 5).mapToObj(i -> await("r")).toList();

    assertThat(asked.get(0)).succeedsWithin(LONG).isEqualTo("answer");
    assertThat(asked.subList(1, 5)).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void saysHowManyOfAllReceiversWait() {
    List<CompletableFuture<String>> asked =
        IntStream.range(0, MOST).mapToObj(i -> await("r" + i)).toList();

    assertThat(asked).noneMatch(CompletableFuture::isDone);
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> await("one-more"));

    assertThat(refused.code()).isEqualTo(Code.TOO_MANY_REQUESTS);
    assertThat(refused).hasMessageContaining("1000 questions of all receivers");
    assertThat(refused.headers()).containsEntry("Retry-After", "1");
  }

  @Test
  void looksAgainAfterALookThatBroke() {
    waiters.close();
    waiters =
        started(
            callers -> {
              if (looks.incrementAndGet() == 1) {
                throw new AssertionError("on purpose");
              }
              return Map.of(caller("r"), 8L);
            });

    assertThat(await("r")).succeedsWithin(LONG).isEqualTo("answer");
    assertThat(looks).hasValue(2);
  }

  @Test
  void looksAgainAfterAllHadGone() {
    waiters.close();
    waiters = started(callers -> Map.of(caller("r"), 8L));

    assertThat(await("r")).succeedsWithin(LONG);
    assertThat(await("r")).succeedsWithin(LONG);
  }

  @Test
  void answersAllWhenTheApplicationStops() throws Exception {
    CompletableFuture<String> waiting = await("r");

    waiters.stop();

    assertThat(waiting.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("answer");
    assertThat(await("r")).succeedsWithin(LONG);
  }

  private static FeedWaiters started(Function<Set<Caller>, Map<Caller, Long>> watermarks) {
    FeedWaiters waiters = new FeedWaiters(watermarks);
    waiters.start();
    return waiters;
  }

  private CompletableFuture<String> await(String receiver) {
    return waiters.await(caller(receiver), 7, LONG, () -> "answer");
  }

  private static Caller caller(String receiver) {
    return new Caller("default", receiver, Scope.ALL);
  }
}
