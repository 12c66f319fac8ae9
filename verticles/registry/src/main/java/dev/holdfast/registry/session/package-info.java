/**
 * Which session a request belongs to.
 *
 * <p>Flow: resolver -> lookup (near-cache, Redis, Postgres) -> what the order of sources makes of
 * it -> one transaction for what is missing.
 *
 * <p><b>Invariant:</b> no session id is told before the commit that made it, and none is made that
 * nobody is told of.
 */
@NullMarked
package dev.holdfast.registry.session;

import org.jspecify.annotations.NullMarked;
