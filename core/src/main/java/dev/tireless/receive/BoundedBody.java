package dev.tireless.receive;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** The bytes of an answer, which fails when there are too many of them. */
final class BoundedBody implements BodySubscriber<byte[]> {

  /** It was read no further. */
  @SuppressWarnings("serial")
  static final class TooLongException extends IOException {

    TooLongException(String message) {
      super(message);
    }
  }

  private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
  private final long most;
  private long length;
  private @Nullable Subscription subscription;

  BoundedBody(long most) {
    this.most = most;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return bytes.getBody();
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    bytes.onSubscribe(given);
  }

  @Override
  public void onNext(List<ByteBuffer> more) {
    length += more.stream().mapToLong(ByteBuffer::remaining).sum();
    if (length <= most) {
      bytes.onNext(more);
    } else if (subscription != null) {
      subscription.cancel();
      bytes.onError(new TooLongException("The answer has more than " + most + " bytes"));
    }
  }

  @Override
  public void onError(Throwable failure) {
    bytes.onError(failure);
  }

  @Override
  public void onComplete() {
    bytes.onComplete();
  }
}
