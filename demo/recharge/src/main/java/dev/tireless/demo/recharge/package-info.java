/** The recharge system (充值系统): takes payments and tells the account system. */
@NullMarked
package dev.tireless.demo.recharge;

import org.jspecify.annotations.NullMarked;
