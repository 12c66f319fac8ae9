/**
 * The acts on real Redis, and on one that falls silent.
 *
 * <p><b>Invariant:</b> nothing here waits for a time to pass.
 */
@NullMarked
package dev.holdfast.registry.cache.store;

import org.jspecify.annotations.NullMarked;
