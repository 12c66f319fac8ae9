/**
 * The registry as its callers see it, on real Postgres and real Redis.
 *
 * <p><b>Invariant:</b> no test here shares a database or a cache secret with another class.
 */
@NullMarked
package dev.holdfast.registry;

import org.jspecify.annotations.NullMarked;
