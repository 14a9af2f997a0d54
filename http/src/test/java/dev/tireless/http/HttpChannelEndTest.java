package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tireless.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Closing the channel ends everything. */
class HttpChannelEndTest {

  private static final int REPETITIONS = 500;
  private static final Outcome CLOSED = Outcome.Failed.withoutAnswer("the HTTP channel was closed");

  @Test
  void endsWhatIsInFlight() throws Exception {
    try (RawReceiver silent = RawReceiver.silent()) {
      HttpChannel channel = Channels.open();
      CompletableFuture<Outcome> sent =
          channel.send(Deliveries.to(silent.url())).toCompletableFuture();
      await().atMost(Channels.PATIENCE).until(() -> silent.requests().size() == 1);
      channel.close();
      assertThat(sent.get(Channels.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(CLOSED);
      await().atMost(Channels.PATIENCE).until(() -> silent.ended() == 1);
    }
  }

  /** Many times, for it is about a moment at the end of an event loop's turn. */
  @Test
  void closesConnectionsThatNobodyUses() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(200)) {
      for (int i = 1; i <= REPETITIONS; i++) {
        HttpChannel channel = Channels.open();
        Channels.send(channel, Deliveries.to(receiver.url()));
        channel.close();
      }
      await().atMost(Channels.PATIENCE).until(() -> receiver.ended() == REPETITIONS);
    }
  }

  @Test
  void sendsNothingAnyMore() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(200)) {
      HttpChannel channel = Channels.open();
      channel.close();
      assertThat(Channels.send(channel, Deliveries.to(receiver.url()))).isEqualTo(CLOSED);
      assertThat(receiver.accepted()).isZero();
    }
  }

  @Test
  void leavesNoThreadsAndCanBeRepeated() throws Exception {
    await().atMost(Channels.PATIENCE).until(() -> threads().isEmpty());
    try (RawReceiver receiver = RawReceiver.answering(200)) {
      HttpChannel channel = Channels.open();
      Channels.send(channel, Deliveries.to(receiver.url()));
      assertThat(threads()).isNotEmpty();
      channel.close();
      channel.close();
      await().atMost(Channels.PATIENCE).untilAsserted(() -> assertThat(threads()).isEmpty());
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(NamedThreads.PREFIX))
        .toList();
  }
}
