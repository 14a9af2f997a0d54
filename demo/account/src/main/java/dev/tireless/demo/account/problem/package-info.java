/** Errors as problem documents (RFC 9457) with a stable code. */
@NullMarked
package dev.tireless.demo.account.problem;

import org.jspecify.annotations.NullMarked;
