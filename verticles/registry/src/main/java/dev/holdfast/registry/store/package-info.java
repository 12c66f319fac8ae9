/**
 * The registry's tables in Postgres, one method for each act.
 *
 * <p>What one principal asks goes through the wall of Postgres ({@code execute} and {@code
 * inTransaction} with the principal). Outside it are the look-ups that resolve a session or a
 * credential, the opening of sessions, and the sweep.
 *
 * <p>An act is one statement or one transaction, which several callers may share; locks are taken
 * in the order session, transport binding, stable binding.
 *
 * <p><b>Invariant:</b> no statement is here that does not name tenant and principal, save those
 * that ask who a credential belongs to, whether keys are still valid, and which database this is,
 * and the one that takes back what its own transaction made; an administrator's statements about
 * keys name the tenant.
 */
@NullMarked
package dev.holdfast.registry.store;

import org.jspecify.annotations.NullMarked;
