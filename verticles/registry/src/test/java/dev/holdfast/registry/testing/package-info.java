/**
 * Pods, a look into Postgres, a look into Redis and a Redis that can fall silent.
 *
 * <p><b>Invariant:</b> nothing here answers in place of a database.
 */
@NullMarked
package dev.holdfast.registry.testing;

import org.jspecify.annotations.NullMarked;
