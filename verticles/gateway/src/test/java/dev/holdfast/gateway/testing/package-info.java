/**
 * A gateway on real sockets, with stand-ins on the bus for the other verticles, and clients that
 * hold every answer against its published schema.
 *
 * <p><b>Invariant:</b> nothing here sleeps; clients wait for what arrives.
 */
@NullMarked
package dev.holdfast.gateway.testing;

import org.jspecify.annotations.NullMarked;
