/** What is counted and timed, and how: CPU from the operating system, latencies in histograms. */
@NullMarked
package dev.tireless.bench.measure;

import org.jspecify.annotations.NullMarked;
