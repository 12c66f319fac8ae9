/**
 * One closed catalogue of what can go wrong, and the exception that carries an entry of it.
 *
 * <p><b>Invariant:</b> no error is told from another by its text; the code is the contract.
 */
@NullMarked
package dev.holdfast.shared.error;

import org.jspecify.annotations.NullMarked;
