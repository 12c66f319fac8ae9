/**
 * Programs of the operator: how one is started, read, and ended with everything it started.
 *
 * <p><b>Invariant:</b> no shell is put between, and nothing of a command line or environment comes
 * from a client but the values of named placeholders.
 */
@NullMarked
package dev.holdfast.tasks.agent.process;

import org.jspecify.annotations.NullMarked;
