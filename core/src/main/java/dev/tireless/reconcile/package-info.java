/**
 * The notifier's answers to its receivers (消息校对): what they were sent, how far it goes, whether
 * both sides have the same. {@link dev.tireless.reconcile.Reconciliation} is the way in.
 */
@NullMarked
package dev.tireless.reconcile;

import org.jspecify.annotations.NullMarked;
