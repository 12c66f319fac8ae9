/**
 * Agents of the Agent Client Protocol: the official example agent, and scripts for what a good one
 * never does. <b>Invariant:</b> every agent here is a process.
 */
@NullMarked
package dev.holdfast.tasks.agent.acp;

import org.jspecify.annotations.NullMarked;
