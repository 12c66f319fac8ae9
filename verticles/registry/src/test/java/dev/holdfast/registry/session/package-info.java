/**
 * Resolution with its store counted and its rivals planted.
 *
 * <p><b>Invariant:</b> nothing here waits for a time to pass.
 */
@NullMarked
package dev.holdfast.registry.session;

import org.jspecify.annotations.NullMarked;
