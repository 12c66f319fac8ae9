/**
 * Clients that break the rules on purpose, byte by byte over a plain socket, and what a pod has to
 * answer each of them (RFC 9110, 9112 and 6455, and docs/protocol).
 *
 * <p><b>Invariant:</b> uses no library for HTTP or WebSocket, which would not send such things.
 */
@NullMarked
package dev.holdfast.loadtests.hostile;

import org.jspecify.annotations.NullMarked;
