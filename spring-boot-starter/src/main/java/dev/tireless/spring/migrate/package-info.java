/** Creates and updates the tables of Tireless at start. */
@NullMarked
package dev.tireless.spring.migrate;

import org.jspecify.annotations.NullMarked;
