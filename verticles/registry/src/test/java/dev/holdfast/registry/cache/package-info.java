/**
 * Bounds, names and seals.
 *
 * <p><b>Invariant:</b> nothing here waits for a time to pass.
 */
@NullMarked
package dev.holdfast.registry.cache;

import org.jspecify.annotations.NullMarked;
