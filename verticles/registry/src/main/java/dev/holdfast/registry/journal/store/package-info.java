/**
 * The journal's tables in Postgres, and what exactly is hashed.
 *
 * <p>Locks are taken in the order session, main log, bug log, security log.
 *
 * <p><b>Invariant:</b> no statement is here that does not name tenant and principal, save the one
 * that sets the limits of a search.
 */
@NullMarked
package dev.holdfast.registry.journal.store;

import org.jspecify.annotations.NullMarked;
