/**
 * When is the next attempt, and when is the last: pure functions of what is passed in.
 *
 * <p>Depends on no other package of ours.
 */
@NullMarked
package dev.tireless.schedule;

import org.jspecify.annotations.NullMarked;
