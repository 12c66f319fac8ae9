/**
 * What stops a command for a reason an operator can remove: one line and an exit code.
 *
 * <p><b>Invariant:</b> no stack trace is printed for anything in here.
 */
@NullMarked
package dev.holdfast.deploy.failure;

import org.jspecify.annotations.NullMarked;
