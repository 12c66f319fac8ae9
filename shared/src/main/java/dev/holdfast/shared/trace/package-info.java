/**
 * Traces: which piece of work was part of which request, across pods. A port; what a pod without a
 * collector has is {@link dev.holdfast.shared.trace.Tracing#OFF}, which only hands on what the
 * client sent.
 *
 * <p><b>Invariant:</b> nothing depends on it but what an operator sees, and no note of a span is an
 * id that a client chose, a credential or a text of a client.
 */
@NullMarked
package dev.holdfast.shared.trace;

import org.jspecify.annotations.NullMarked;
