/**
 * The two programs of the source document as they are written there, faults and all, reduced to
 * what the faults need: JDBC instead of MyBatis with the same SQL, a recorder instead of the
 * broker, Spring's HTTP client instead of Feign. The order of the statements, the transactions and
 * the names are the document's.
 */
@NullMarked
package dev.tireless.demo.sample;

import org.jspecify.annotations.NullMarked;
