/**
 * JSON-RPC 2.0 as the Agent Client Protocol and the Model Context Protocol use it: two sides that
 * both ask and both answer, over the standard streams of a program or another way.
 *
 * <p>Written by hand: the two protocols need of the standard only what is here, and the Java
 * libraries for it bring their own threads, their own process handling or no limits.
 *
 * <p>News of the other side is taken in the order it was sent; its questions are answered beside
 * that, since an answer may take a person a day.
 *
 * <p><b>Invariant:</b> it knows no method of either protocol, and never waits without a limit.
 */
@NullMarked
package dev.holdfast.tasks.agent.jsonrpc;

import org.jspecify.annotations.NullMarked;
