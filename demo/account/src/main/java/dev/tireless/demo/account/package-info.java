/** The account system (账户系统): is told of recharges and credits them. */
@NullMarked
package dev.tireless.demo.account;

import org.jspecify.annotations.NullMarked;
