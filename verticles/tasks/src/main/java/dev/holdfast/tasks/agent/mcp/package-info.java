/**
 * An agent that calls one tool of a Model Context Protocol server, over a program's standard
 * streams or over streamable HTTP, in the revisions that begin with {@code initialize}
 * (modelcontextprotocol.io, up to 2025-11-25). Progress, logs, questions and cancellation are
 * passed through.
 *
 * <p>The official Java SDK was looked at and not taken: it starts and ends processes itself, so
 * that a tree and its marks cannot be kept; it has no limit on the size of a message; it is
 * reactive and brings another JSON stack. The layer below is shared with the Agent Client Protocol,
 * and what MCP adds to it is small.
 *
 * <p><b>Invariant:</b> where the server is, and with which credentials it is reached, comes from
 * the operator alone; a task names only a tool and its arguments.
 */
@NullMarked
package dev.holdfast.tasks.agent.mcp;

import org.jspecify.annotations.NullMarked;
