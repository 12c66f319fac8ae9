/**
 * What a request of the Model Context Protocol is to both eras, and what its answer can be: a
 * message, nothing, or a stream that tells of a task until it has ended.
 *
 * <p><b>Invariant:</b> no socket is known here, and a stream's messages follow from the session's
 * log alone, so that every pod tells them alike.
 */
@NullMarked
package dev.holdfast.gateway.mcp.exchange;

import org.jspecify.annotations.NullMarked;
