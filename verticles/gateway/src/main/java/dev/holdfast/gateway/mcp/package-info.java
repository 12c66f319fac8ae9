/**
 * The Model Context Protocol at {@code /mcp}: both eras on one endpoint, over HTTP.
 *
 * <p>A request goes host and origin -> credential -> body -> {@code rpc} -> the era it says it is
 * of ({@code legacy} with sessions, {@code modern} without) -> {@code tools} -> the same commands
 * as HTTP and WebSocket. What lasts is a stream here, which a task's events feed.
 *
 * <p><b>Invariant:</b> nothing of a session, a stream or a call is kept by a pod beyond the stream
 * itself: any other goes on with it.
 */
@NullMarked
package dev.holdfast.gateway.mcp;

import org.jspecify.annotations.NullMarked;
