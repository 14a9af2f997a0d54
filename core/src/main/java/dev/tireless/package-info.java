/**
 * The vocabulary: a notification is the fact, a receiver is who must know, a delivery is one
 * notification to one receiver, an attempt is one try, an outcome is its result.
 */
@NullMarked
package dev.tireless;

import org.jspecify.annotations.NullMarked;
