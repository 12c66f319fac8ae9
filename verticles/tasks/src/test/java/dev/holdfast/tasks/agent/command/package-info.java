/** The command agent with real programs. <b>Invariant:</b> no program is stood in for. */
@NullMarked
package dev.holdfast.tasks.agent.command;

import org.jspecify.annotations.NullMarked;
