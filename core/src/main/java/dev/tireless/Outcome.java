package dev.tireless;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of one attempt. A channel returns one for everything that can happen to an exchange;
 * an exception out of a channel is a bug of it and is recorded as {@link Failed}.
 */
public sealed interface Outcome {

  /** The name under which the attempt is recorded. */
  String name();

  /** Status of the answer, 0 when there was none. */
  int status();

  /** Beginning of the answer, at most 1 KiB, or what went wrong; empty when there is nothing. */
  String detail();

  /** The receiver has it. */
  record Acked(int status, String detail) implements Outcome {
    @Override
    public String name() {
      return "ACKED";
    }
  }

  /**
   * No ack: it is told again by the schedule.
   *
   * @param error what went wrong, one line without secrets
   * @param retryAfter how long the receiver asks the notifier to stay away, at most one hour; null
   *     when it does not ask
   */
  record Failed(int status, String error, String detail, @Nullable Duration retryAfter)
      implements Outcome {

    /** No answer came at all. */
    public static Failed withoutAnswer(String error) {
      return new Failed(0, error, "", null);
    }

    @Override
    public String name() {
      return "FAILED";
    }
  }

  /** The receiver does not want this one: no more attempts. */
  record Refused(int status, String detail) implements Outcome {
    @Override
    public String name() {
      return "REFUSED";
    }
  }

  /**
   * It was carried, and whether the receiver has it only its own ack will tell: it is told again by
   * the schedule until then.
   */
  record Sent(int status, String detail) implements Outcome {
    @Override
    public String name() {
      return "SENT";
    }
  }

  /** 410: a failure, and three in a row suspend the receiver. */
  record Gone(int status, String detail) implements Outcome {
    @Override
    public String name() {
      return "GONE";
    }
  }
}
