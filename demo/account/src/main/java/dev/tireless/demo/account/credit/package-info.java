/** Credits what it is told, once, in one transaction with the receipt. */
@NullMarked
package dev.tireless.demo.account.credit;

import org.jspecify.annotations.NullMarked;
