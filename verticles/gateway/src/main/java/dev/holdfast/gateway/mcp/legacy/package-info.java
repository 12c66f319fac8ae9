/**
 * The era with sessions: 2025-03-26, 2025-06-18 and 2025-11-25. {@code initialize} makes a durable
 * {@code Mcp-Session-Id}; a stream can be taken up again on any pod, because its event ids say
 * themselves what they are about.
 *
 * <p><b>Invariant:</b> nothing is kept here between two requests.
 */
@NullMarked
package dev.holdfast.gateway.mcp.legacy;

import org.jspecify.annotations.NullMarked;
