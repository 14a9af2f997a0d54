package dev.tireless.http;

import org.jspecify.annotations.Nullable;

/** What a receiver answered. */
final class Answer {

  private final int status;
  private final @Nullable String retryAfter;
  private final byte[] body;
  private final boolean whole;

  /**
   * @param body what was read of it; handed over
   * @param whole whether that is all of it
   */
  Answer(int status, @Nullable String retryAfter, byte[] body, boolean whole) {
    this.status = status;
    this.retryAfter = retryAfter;
    this.body = body;
    this.whole = whole;
  }

  int status() {
    return status;
  }

  @Nullable String retryAfter() {
    return retryAfter;
  }

  /** Not to be changed. */
  byte[] body() {
    return body;
  }

  boolean whole() {
    return whole;
  }
}
