/**
 * How much one client, one principal and one tenant may have of a pod: connections that are open at
 * once, connections and requests a second, and what one socket may say a second. All instances of
 * the gateway in a pod count together; pods do not know each other's counts.
 *
 * <p>Rates are token buckets in the form of the generic cell rate algorithm (ITU-T I.371): one
 * number a bucket, the time at which it would be empty again. Buckets are remembered up to a bound;
 * one that is forgotten is a full one. Open connections are counted exactly.
 *
 * <p><b>Invariant:</b> nothing waits here, and no protocol is known: a limit that is reached is a
 * fault with a time to come back after, or a time for which not to read.
 */
@NullMarked
package dev.holdfast.gateway.limit;

import org.jspecify.annotations.NullMarked;
