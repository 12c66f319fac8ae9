/**
 * Shared work on an event loop.
 *
 * <p><b>Invariant:</b> nothing here waits for a time to pass.
 */
@NullMarked
package dev.holdfast.registry.flight;

import org.jspecify.annotations.NullMarked;
