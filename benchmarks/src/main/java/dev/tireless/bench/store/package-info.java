/** The databases under the load, with settings that are durable and as fast as that allows. */
@NullMarked
package dev.tireless.bench.store;

import org.jspecify.annotations.NullMarked;
