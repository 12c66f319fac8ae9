/**
 * Redis itself: one held connection that comes back by itself, and three acts behind a deadline and
 * a circuit breaker.
 *
 * <p><b>Invariant:</b> nothing here knows what the values mean, and nothing retries: a miss is
 * cheaper than a second try.
 */
@NullMarked
package dev.holdfast.registry.cache.store;

import org.jspecify.annotations.NullMarked;
