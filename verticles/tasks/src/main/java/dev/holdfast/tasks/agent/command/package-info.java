/**
 * An agent that runs a program to its end, one process tree at a time, and reads what it writes:
 * text, JSON lines, or the stream of a coding agent's command line.
 *
 * <p><b>Invariant:</b> it understands output and nothing else; how programs are started and ended
 * is in {@code agent.process}.
 */
@NullMarked
package dev.holdfast.tasks.agent.command;

import org.jspecify.annotations.NullMarked;
