/** The story of a recharge that reaches the account, played against two real processes. */
@NullMarked
package dev.tireless.demo.story;

import org.jspecify.annotations.NullMarked;
