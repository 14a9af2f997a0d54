/** Answers what became of a recharge (the notifier's half of 消息校对). */
@NullMarked
package dev.tireless.demo.recharge.result;

import org.jspecify.annotations.NullMarked;
