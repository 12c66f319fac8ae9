/**
 * The whole path, from a client's socket to the store and back, through real pod processes that are
 * killed with real signals.
 *
 * <p><b>Invariant:</b> nothing inside a pod is reached but through its sockets, its signals, and
 * the databases it uses.
 */
@NullMarked
package dev.holdfast.deploy.fleet;

import org.jspecify.annotations.NullMarked;
