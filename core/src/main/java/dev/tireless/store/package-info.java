/**
 * The only place with SQL. Internal: public only for the packages that publish, deliver and
 * receive; no user of Tireless should call it.
 */
@NullMarked
package dev.tireless.store;

import org.jspecify.annotations.NullMarked;
