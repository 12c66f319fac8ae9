/** Conversations in JSON-RPC. <b>Invariant:</b> nothing here knows a protocol above it. */
@NullMarked
package dev.holdfast.tasks.agent.jsonrpc;

import org.jspecify.annotations.NullMarked;
