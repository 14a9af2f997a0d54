/**
 * What both ends share: header names, secrets, signatures, the ack rule, the pattern of names.
 *
 * <p>Follows Standard Webhooks 1.0.0, plus a second signature over headers of our own. Depends on
 * no other package of ours.
 */
@NullMarked
package dev.tireless.wire;

import org.jspecify.annotations.NullMarked;
