/** End-to-end load on the engine and on what people use today, measured from outside. */
@NullMarked
package dev.tireless.bench;

import org.jspecify.annotations.NullMarked;
