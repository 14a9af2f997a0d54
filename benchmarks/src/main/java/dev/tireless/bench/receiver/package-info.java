/** The receiver: a cheap HTTP server in a process of its own that counts what reaches it. */
@NullMarked
package dev.tireless.bench.receiver;

import org.jspecify.annotations.NullMarked;
