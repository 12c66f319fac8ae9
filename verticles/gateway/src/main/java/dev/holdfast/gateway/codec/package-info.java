/**
 * JSON in and out, the same for every protocol: strict on the way in, one encoder for each thing on
 * the way out.
 *
 * <p><b>Invariant:</b> no transport is named here, and nothing that a client sent is repeated in an
 * error beyond the names of its fields.
 */
@NullMarked
package dev.holdfast.gateway.codec;

import org.jspecify.annotations.NullMarked;
