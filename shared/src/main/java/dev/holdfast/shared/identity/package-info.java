/**
 * Who speaks and which session is meant: principals, session ids, transports, and the context that
 * is passed along.
 *
 * <p><b>Invariant:</b> nothing here is ambient; there is no "current" anything, only arguments.
 */
@NullMarked
package dev.holdfast.shared.identity;

import org.jspecify.annotations.NullMarked;
