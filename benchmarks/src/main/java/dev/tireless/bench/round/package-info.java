/** One contestant's round: a process of its own that loads, measures and prints what came of it. */
@NullMarked
package dev.tireless.bench.round;

import org.jspecify.annotations.NullMarked;
