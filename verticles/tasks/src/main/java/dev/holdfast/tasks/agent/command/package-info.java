/**
 * An agent that runs a program the operator configured, one process tree a task.
 *
 * <p><b>Invariant:</b> no shell is put between, and nothing of the command line or environment
 * comes from a client but the values of named placeholders.
 */
@NullMarked
package dev.holdfast.tasks.agent.command;

import org.jspecify.annotations.NullMarked;
