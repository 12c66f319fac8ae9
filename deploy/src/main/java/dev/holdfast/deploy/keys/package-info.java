/**
 * {@code holdfast keys}: API keys from the command line, straight in Postgres.
 *
 * <p><b>Invariant:</b> a secret is printed by the command that made it and by nothing else.
 */
@NullMarked
package dev.holdfast.deploy.keys;

import org.jspecify.annotations.NullMarked;
