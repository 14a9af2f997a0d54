package dev.tireless.http;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver answered.
 *
 * @param body what was read of it
 * @param whole whether that is all of it
 */
record Answer(int status, @Nullable String retryAfter, Buffer body, boolean whole) {}
