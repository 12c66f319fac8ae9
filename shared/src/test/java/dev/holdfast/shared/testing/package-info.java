/**
 * Real Postgres and real Redis for the tests of every module.
 *
 * <p><b>Invariant:</b> no stand-in answers for a database here; each test class has a database and
 * a key prefix of its own.
 */
@NullMarked
package dev.holdfast.shared.testing;

import org.jspecify.annotations.NullMarked;
