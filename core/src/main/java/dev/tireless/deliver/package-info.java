/**
 * The engine: sequence, lease, send, record. What to do next is decided by pure functions; the
 * database is asked and told by the store; the channel carries.
 */
@NullMarked
package dev.tireless.deliver;

import org.jspecify.annotations.NullMarked;
