/**
 * Configuration: where each value came from, checked whole before anything starts.
 *
 * <p><b>Invariant:</b> no default is hidden at its place of use; every key has a record component,
 * a unit and a limit.
 */
@NullMarked
package dev.holdfast.shared.config;

import org.jspecify.annotations.NullMarked;
