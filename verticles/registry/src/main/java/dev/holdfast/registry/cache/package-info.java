/**
 * Copies of what Postgres said: the near-cache of this process, and Redis for all pods.
 *
 * <p>A look-up goes near -> shared -> store; what a store answered goes back the same way, after
 * the commit. Only positive answers about live sessions are kept, and those never change.
 *
 * <p><b>Invariant:</b> no raw id leaves for Redis, and nothing that comes back is believed without
 * its seal.
 */
@NullMarked
package dev.holdfast.registry.cache;

import org.jspecify.annotations.NullMarked;
