package dev.tireless.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.store.DeliveryStore.Backlog;
import dev.tireless.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Asking often must not hurt. */
class RecentBacklogTest {

  private final AtomicInteger queries = new AtomicInteger();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));

  @Test
  void queriesOnceWhileItIsYoung() {
    RecentBacklog backlog = new RecentBacklog(this::counted, clock);

    backlog.get();
    clock.advance(Recent.MAX_AGE);

    assertThat(backlog.get().pending()).isEqualTo(1);
    assertThat(queries).hasValue(1);
  }

  @Test
  void queriesAgainWhenItIsOld() {
    RecentBacklog backlog = new RecentBacklog(this::counted, clock);

    backlog.get();
    clock.advance(Recent.MAX_AGE.plus(Duration.ofMillis(1)));

    assertThat(backlog.get().pending()).isEqualTo(2);
  }

  @Test
  void doesNotKeepAFailure() {
    RecentBacklog backlog = new RecentBacklog(this::failingOnce, clock);

    assertThatThrownBy(backlog::get).hasMessage("first");
    assertThat(backlog.get().pending()).isEqualTo(2);
  }

  private Backlog counted() {
    return new Backlog(0, queries.incrementAndGet(), null, 0, 0);
  }

  private Backlog failingOnce() {
    Backlog backlog = counted();
    if (backlog.pending() == 1) {
      throw new IllegalStateException("first");
    }
    return backlog;
  }
}
