/** What the start page shows: recharges and how far their notifications are. */
@NullMarked
package dev.tireless.demo.recharge.watch;

import org.jspecify.annotations.NullMarked;
