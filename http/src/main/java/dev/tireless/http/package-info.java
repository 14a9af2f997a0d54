/**
 * The HTTP channel: one signed POST per attempt, with Netty's HTTP/1.1 codec.
 *
 * <p>Start reading at {@link dev.tireless.http.HttpChannel}; {@code Exchange} is the life of one
 * attempt, {@code Verdict} says what an answer means, {@code AddressGuard} where we may connect to.
 */
@NullMarked
package dev.tireless.http;

import org.jspecify.annotations.NullMarked;
