/**
 * The only module that speaks to clients. It proves who is speaking, translates HTTP, server-sent
 * events, WebSocket frames and the Model Context Protocol into messages on the bus, and writes each
 * session's events to its watchers.
 *
 * <p>Imports go one way: verticle -> {@code ws} | {@code http} -> {@code connection} -> {@code
 * session} -> {@code codec}; the two protocols do not know each other. {@code mcp} stands beside
 * them and reads bodies as {@code http} does.
 *
 * <p><b>Invariant:</b> nothing here is kept that a restart may not forget; there is no database
 * client, no session table and no event buffer beyond a socket's own.
 */
@NullMarked
package dev.holdfast.gateway;

import org.jspecify.annotations.NullMarked;
