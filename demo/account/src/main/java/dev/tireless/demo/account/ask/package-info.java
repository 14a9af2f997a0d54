/** Asks the recharge system for a result by itself (the receiver's half of 消息校对). */
@NullMarked
package dev.tireless.demo.account.ask;

import org.jspecify.annotations.NullMarked;
