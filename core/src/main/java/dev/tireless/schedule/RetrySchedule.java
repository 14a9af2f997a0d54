package dev.tireless.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When a delivery that got no ack is tried again, and when it is given up: the waiting times
 * between scheduled attempts, and the notification window.
 *
 * <p>The text form, {@code 1m 5m 10m 30m/24h}, is the gaps, a slash and the window. Units are
 * {@code d h m s ms}, also joined as in {@code 24h30m}. {@link #toString()} writes it without days,
 * {@link #parse} reads it back, and it never exceeds {@value #MAX_TEXT} characters.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param gaps waiting times, 1 to {@value #MAX_GAPS} of them, each longer than zero, at most 30
 *     days and in whole milliseconds; the last one repeats until the window ends
 * @param window how long attempts are made, counted from the start of the first one; longer than
 *     zero, at most 90 days and in whole milliseconds
 */
public record RetrySchedule(List<Duration> gaps, Duration window) {

  /** The longest text form, in characters. */
  public static final int MAX_TEXT = 500;

  private static final int MAX_GAPS = 64;
  private static final Duration LONGEST_GAP = Duration.ofDays(30);
  private static final Duration LONGEST_WINDOW = Duration.ofDays(90);

  /**
   * @throws IllegalArgumentException if a value is out of its bounds; the message names it
   */
  public RetrySchedule {
    gaps = List.copyOf(gaps);
    if (gaps.isEmpty() || gaps.size() > MAX_GAPS) {
      throw new IllegalArgumentException(
          "A schedule has 1 to " + MAX_GAPS + " gaps, but this one has " + gaps.size());
    }
    for (int i = 0; i < gaps.size(); i++) {
      check("Gap " + (i + 1), gaps.get(i), LONGEST_GAP);
    }
    check("The window", window, LONGEST_WINDOW);
    checkLength(ScheduleText.format(gaps, window));
  }

  /**
   * The schedule with these gaps and this window.
   *
   * @throws IllegalArgumentException if a value is out of its bounds; the message names it
   */
  public static RetrySchedule of(List<Duration> gaps, Duration window) {
    return new RetrySchedule(gaps, window);
  }

  /** The default: nine attempts from at once to 18:46 hours later, window 24 hours. */
  public static RetrySchedule classic() {
    return Presets.CLASSIC;
  }

  /** As Alipay notifies: eight attempts, window 25 hours. */
  public static RetrySchedule alipay() {
    return Presets.ALIPAY;
  }

  /** As WeChat Pay notifies: sixteen attempts, window 24 hours and 30 minutes. */
  public static RetrySchedule wechat() {
    return Presets.WECHAT;
  }

  /** The example schedule of Standard Webhooks 1.0.0: ten attempts, window 76 hours. */
  public static RetrySchedule standardWebhooks() {
    return Presets.STANDARD_WEBHOOKS;
  }

  /**
   * The preset of that name: {@code classic}, {@code alipay}, {@code wechat} or {@code
   * standard-webhooks}.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static RetrySchedule named(String name) {
    return Presets.named(name);
  }

  /**
   * Reads the text form or the name of a preset.
   *
   * @throws IllegalArgumentException if it is neither; the message says what is wrong
   */
  public static RetrySchedule parse(String text) {
    return text.contains("/") ? ScheduleText.parse(text) : named(text.strip());
  }

  /**
   * The waiting time after the k-th scheduled failure, without jitter; after the last gap, the last
   * one again.
   *
   * @param failures how many scheduled attempts have failed so far, at least 1
   */
  public Duration gapAfter(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("A gap follows a failure, but there were " + failures);
    }
    return gaps.get(Math.min(failures, gaps.size()) - 1);
  }

  /**
   * When the next scheduled attempt is due: not before the gap is over, nor before the time the
   * receiver asked for. It may lie after the end of the window.
   *
   * @param failures how many scheduled attempts have failed so far, at least 1
   * @param endOfAttempt when the last of them ended
   * @param retryAfter how long the receiver asked to be left alone; zero if it did not
   */
  public Instant nextDue(int failures, Instant endOfAttempt, Duration retryAfter, Jitter jitter) {
    Duration gap = gapAfter(failures);
    Duration wait = gap.plus(jitter.drawFor(gap));
    return endOfAttempt.plus(wait.compareTo(retryAfter) < 0 ? retryAfter : wait);
  }

  /** The text form, never a preset's name: what is stored stays true if a preset ever changes. */
  @Override
  public String toString() {
    return ScheduleText.format(gaps, window);
  }

  private static void check(String what, Duration value, Duration longest) {
    if (value.isNegative() || value.isZero() || value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "%s must be longer than zero and at most %s days, but it is %s"
              .formatted(what, longest.toDays(), value));
    }
    if (value.toNanosPart() % 1_000_000 != 0) {
      throw new IllegalArgumentException(
          what + " must be in whole milliseconds, but it is " + value);
    }
  }

  private static void checkLength(String text) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "A schedule is at most %s characters long as text, but this one is %s; use fewer or rounder gaps"
              .formatted(MAX_TEXT, text.length()));
    }
  }
}
