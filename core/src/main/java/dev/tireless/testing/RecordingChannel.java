package dev.tireless.testing;

import dev.tireless.Channel;
import dev.tireless.Delivery;
import dev.tireless.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A channel that keeps what it is given and answers what it is told to: an ack at once unless
 * {@link #answering} says otherwise. Thread-safe.
 */
public final class RecordingChannel implements Channel {

  private final List<Delivery> sent = new CopyOnWriteArrayList<>();
  private volatile Function<Delivery, CompletionStage<Outcome>> answer =
      delivery -> CompletableFuture.completedFuture(acked());

  /** An ack as of an HTTP receiver that says 200. */
  public static Outcome acked() {
    return new Outcome.Acked(200, "");
  }

  /** A failure as of an HTTP receiver that says 500. */
  public static Outcome failed() {
    return new Outcome.Failed(500, "Answered 500", "", null);
  }

  /** What to answer from now on, at once. */
  public RecordingChannel answering(Function<Delivery, Outcome> answer) {
    return answeringLater(delivery -> CompletableFuture.completedFuture(answer.apply(delivery)));
  }

  /** What to answer from now on, whenever the stage completes. */
  public RecordingChannel answeringLater(Function<Delivery, CompletionStage<Outcome>> answer) {
    this.answer = answer;
    return this;
  }

  /** Everything sent so far, in order. */
  public List<Delivery> sent() {
    return List.copyOf(sent);
  }

  @Override
  public CompletionStage<Outcome> send(Delivery delivery) {
    sent.add(delivery);
    return answer.apply(delivery);
  }
}
