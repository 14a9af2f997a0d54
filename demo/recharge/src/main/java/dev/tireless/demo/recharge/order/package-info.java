/** Takes orders and finishes them, each in one transaction with its notification. */
@NullMarked
package dev.tireless.demo.recharge.order;

import org.jspecify.annotations.NullMarked;
