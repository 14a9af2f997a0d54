/** What a run is remembered by: JSON for programs, Markdown and a chart for people. */
@NullMarked
package dev.tireless.bench.report;

import org.jspecify.annotations.NullMarked;
