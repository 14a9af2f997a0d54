/** What operators see: health and meters. */
@NullMarked
package dev.tireless.spring.actuate;

import org.jspecify.annotations.NullMarked;
