/**
 * The receiver kit: applies every notification once, in the receiver's own local transaction,
 * whichever way it came. {@link dev.tireless.receive.Inbox} is the way in.
 */
@NullMarked
package dev.tireless.receive;

import org.jspecify.annotations.NullMarked;
