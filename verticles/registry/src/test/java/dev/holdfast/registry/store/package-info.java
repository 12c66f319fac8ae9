/**
 * The registry's statements on real Postgres.
 *
 * <p><b>Invariant:</b> nothing here waits for a time to pass.
 */
@NullMarked
package dev.holdfast.registry.store;

import org.jspecify.annotations.NullMarked;
