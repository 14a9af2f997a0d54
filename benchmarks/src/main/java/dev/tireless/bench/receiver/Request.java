package dev.tireless.bench.receiver;

import org.jspecify.annotations.Nullable;

/**
 * What the receiver needs to know of a request.
 *
 * @param id the webhook id, null where there is none
 * @param seq the number in the receiver's sequence, 0 where there is none
 * @param dueMicros when the message in its body was due, -1 if that is unknown
 */
record Request(String uri, @Nullable String id, long seq, long dueMicros) {}
