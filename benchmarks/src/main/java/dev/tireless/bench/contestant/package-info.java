/** What is compared: Tireless, transaction-outbox, and the outbox that people write by hand. */
@NullMarked
package dev.tireless.bench.contestant;

import org.jspecify.annotations.NullMarked;
