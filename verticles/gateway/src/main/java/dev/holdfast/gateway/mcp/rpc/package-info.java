/**
 * JSON-RPC 2.0 as the Model Context Protocol uses it: reading one message strictly, and writing
 * results, refusals and notifications.
 *
 * <p><b>Invariant:</b> nothing here knows a method, an era or a socket.
 */
@NullMarked
package dev.holdfast.gateway.mcp.rpc;

import org.jspecify.annotations.NullMarked;
