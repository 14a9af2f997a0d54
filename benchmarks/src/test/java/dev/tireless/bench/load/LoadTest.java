package dev.tireless.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class LoadTest {

  private final Backlog backlog = new Backlog(100);
  private final Set<Message> announced = ConcurrentHashMap.newKeySet();

  @Test
  void holdsBackWhileTooMuchHasNotArrived() throws Exception {
    Load load = load(message -> CompletableFuture.completedFuture(announced.add(message)), 8);
    load.start();
    await().until(() -> load.durable() == 100);

    backlog.arrived(30);
    await().until(() -> load.durable() == 130);

    backlog.arrived(Long.MAX_VALUE / 2);
    load.stop();
    assertThat(announced).hasSize((int) load.durable());
    assertThat(announced).extracting(Message::number).doesNotHaveDuplicates();
    assertThat(load.untilDurable().count()).isEqualTo(load.durable());
  }

  @Test
  void holdsBackWhileTooMuchIsNotDurable() throws Exception {
    Queue<CompletableFuture<Boolean>> commits = new ConcurrentLinkedQueue<>();
    Load load =
        load(
            message -> {
              CompletableFuture<Boolean> commit = new CompletableFuture<>();
              commits.add(commit);
              return commit;
            },
            8);
    load.start();
    await().until(() -> commits.size() == 8);
    assertThat(load.durable()).isZero();

    backlog.arrived(Long.MAX_VALUE / 2);
    Thread stopper = new Thread(() -> stop(load));
    stopper.start();
    await()
        .until(
            () -> {
              commits.forEach(commit -> commit.complete(true));
              return !stopper.isAlive();
            });
    assertThat(load.durable()).isEqualTo(commits.size());
  }

  @Test
  void countsWhatCouldNotBeAnnounced() throws Exception {
    Load load =
        load(
            message -> {
              if (message.number() % 2 == 0) {
                throw new IllegalStateException("no room for message " + message.number());
              }
              return CompletableFuture.completedFuture(announced.add(message));
            },
            1);
    load.start();
    await().until(() -> load.durable() == 100);
    assertThat(load.failed()).isGreaterThanOrEqualTo(100);
    backlog.arrived(Long.MAX_VALUE / 2);
    load.stop();
  }

  private Load load(Load.Sink sink, int outstanding) {
    return new Load(
        sink, new Load.Shape(2, outstanding, 3), new Pace.Saturating(), Clock.systemUTC(), backlog);
  }

  private static void stop(Load load) {
    try {
      load.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
