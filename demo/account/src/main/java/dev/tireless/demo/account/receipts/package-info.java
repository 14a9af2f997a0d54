/** What the start page shows: what was credited, what came, what waits. */
@NullMarked
package dev.tireless.demo.account.receipts;

import org.jspecify.annotations.NullMarked;
