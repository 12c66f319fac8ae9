/**
 * The event log: facts of a session, numbered from 1 without a gap, in the transaction of the
 * change they tell of. Old ones may be trimmed; their numbers are never given again.
 *
 * <p><b>Invariant:</b> no sequence number is ever assigned outside a transaction, and none is read
 * back from a cache.
 */
@NullMarked
package dev.holdfast.shared.event;

import org.jspecify.annotations.NullMarked;
