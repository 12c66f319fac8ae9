/**
 * Servers of the Model Context Protocol: the official server with one tool of every kind, and small
 * ones for what it never does. <b>Invariant:</b> every server here is spoken to over a real pipe or
 * socket.
 */
@NullMarked
package dev.holdfast.tasks.agent.mcp;

import org.jspecify.annotations.NullMarked;
