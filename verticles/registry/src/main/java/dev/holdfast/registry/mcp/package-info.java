/**
 * Sessions of the Model Context Protocol: an {@code Mcp-Session-Id} is a binding of kind {@code
 * mcp}, and beside it stands what client and server agreed on when it began.
 *
 * <p><b>Invariant:</b> nothing of such a session is in a cache or in memory; a pod that never saw
 * it serves it as well as the one that made it.
 */
@NullMarked
package dev.holdfast.registry.mcp;

import org.jspecify.annotations.NullMarked;
