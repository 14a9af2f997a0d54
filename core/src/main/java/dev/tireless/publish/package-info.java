/** Puts a notification into the caller's transaction. */
@NullMarked
package dev.tireless.publish;

import org.jspecify.annotations.NullMarked;
