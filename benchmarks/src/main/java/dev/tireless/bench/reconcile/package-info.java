/** A receiver that reads a long feed, or compares it: a process beside a real notifier server. */
@NullMarked
package dev.tireless.bench.reconcile;

import org.jspecify.annotations.NullMarked;
