package dev.tireless.receive;

import dev.tireless.TirelessException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The notifier could not be asked, or its answer cannot be used. */
public class NotifierException extends TirelessException {

  private final @Nullable Duration retryAfter;
  private final boolean answered;

  /**
   * @param retryAfter how long the notifier wants to be left alone; null when it did not say
   */
  public NotifierException(
      String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
    super(message, cause);
    this.retryAfter = retryAfter;
    this.answered = cause == null && retryAfter == null;
  }

  private NotifierException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAfter = null;
    this.answered = true;
  }

  /** There was an answer, but it cannot be read. */
  static NotifierException unreadable(String message, Throwable cause) {
    return new NotifierException(message, cause);
  }

  /** How long the notifier wants to be left alone; null when it did not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** Whether there was an answer, so that another question may well be answered better. */
  boolean isAnswered() {
    return answered;
  }

  /** Our numbers are of a run that is over: the notifier was restored from a backup. */
  public static final class EpochChanged extends NotifierException {

    private final long epoch;

    /**
     * @param epoch the present one
     */
    public EpochChanged(long epoch) {
      super("The notifier is in epoch " + epoch + " now", null, null);
      this.epoch = epoch;
    }

    public long epoch() {
      return epoch;
    }

    /** In another epoch no other question makes sense. */
    @Override
    boolean isAnswered() {
      return false;
    }
  }
}
