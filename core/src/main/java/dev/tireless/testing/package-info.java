/** For tests of those who use Tireless: time, engine and channel, all driven by hand. */
@NullMarked
package dev.tireless.testing;

import org.jspecify.annotations.NullMarked;
