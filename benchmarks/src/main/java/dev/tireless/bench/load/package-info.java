/** The load: messages of one size, from threads that go as fast as they may or by a timetable. */
@NullMarked
package dev.tireless.bench.load;

import org.jspecify.annotations.NullMarked;
