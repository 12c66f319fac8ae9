/**
 * The live connections of this pod, told by its gateway instances, and of all pods, asked over the
 * bus when somebody wants to know.
 *
 * <p><b>Invariant:</b> nothing depends on it but what a client is shown: an answer that is partial
 * names the pods that did not answer.
 */
@NullMarked
package dev.holdfast.gateway.presence;

import org.jspecify.annotations.NullMarked;
