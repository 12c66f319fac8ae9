/**
 * Credentials with a clock of the test's own.
 *
 * <p><b>Invariant:</b> nothing here waits for a time to pass.
 */
@NullMarked
package dev.holdfast.registry.credential;

import org.jspecify.annotations.NullMarked;
