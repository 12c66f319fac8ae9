/**
 * Pods, a look into Postgres, a look into Redis, and a way to either that can freeze.
 *
 * <p><b>Invariant:</b> nothing here answers in place of a database.
 */
@NullMarked
package dev.holdfast.registry.testing;

import org.jspecify.annotations.NullMarked;
