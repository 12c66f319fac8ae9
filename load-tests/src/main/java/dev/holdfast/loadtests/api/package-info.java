/**
 * What the pods say they understand: the operations of {@code /openapi.json} and the frames of
 * {@code websocket.schema.json}, as requests that can be sent.
 *
 * <p><b>Invariant:</b> no operation is named here; what is new in the documents is new in the walk.
 */
@NullMarked
package dev.holdfast.loadtests.api;

import org.jspecify.annotations.NullMarked;
