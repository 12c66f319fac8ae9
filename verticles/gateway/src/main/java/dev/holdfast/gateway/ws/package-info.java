/**
 * WebSocket: JSON frames, one object each, described in {@code docs/protocol/websocket.md}.
 *
 * <p>{@link Upgrade} lets a socket in, {@link Handshake} settles who speaks and in which session,
 * then {@link WsConnection} turns each frame into a {@link ClientFrame}, {@link Requests} answers
 * it, {@link Subscriptions} keeps what the socket follows.
 *
 * <p><b>Invariant:</b> the failure of a frame never ends its connection, and no reply goes without
 * the caller's {@code request_id}.
 */
@NullMarked
package dev.holdfast.gateway.ws;

import org.jspecify.annotations.NullMarked;
