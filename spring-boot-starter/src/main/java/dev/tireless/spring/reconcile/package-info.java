/** The reconciliation API (消息校对) over HTTP: what receivers ask the notifier. */
@NullMarked
package dev.tireless.spring.reconcile;

import org.jspecify.annotations.NullMarked;
