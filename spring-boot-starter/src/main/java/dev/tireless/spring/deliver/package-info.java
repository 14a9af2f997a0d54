/** The notifier's side: the engine, its pool and channels, and the configured receivers. */
@NullMarked
package dev.tireless.spring.deliver;

import org.jspecify.annotations.NullMarked;
