/** Switches that make the account system answer badly, so that a person can watch the notifier. */
@NullMarked
package dev.tireless.demo.account.answers;

import org.jspecify.annotations.NullMarked;
