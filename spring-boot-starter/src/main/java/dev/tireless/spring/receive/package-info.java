/** The receiver's side: handler methods, the inbox in Spring's transactions, the endpoint. */
@NullMarked
package dev.tireless.spring.receive;

import org.jspecify.annotations.NullMarked;
