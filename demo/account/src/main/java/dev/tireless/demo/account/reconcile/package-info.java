/** What the account system finds out by itself (消息校对), for the start page and the operator. */
@NullMarked
package dev.tireless.demo.account.reconcile;

import org.jspecify.annotations.NullMarked;
