/**
 * Typed addresses over the Vert.x event bus: requests within the pod, hints between pods.
 *
 * <p><b>Invariant:</b> nothing durable rides on the bus; a lost message costs latency only.
 */
@NullMarked
package dev.holdfast.shared.bus;

import org.jspecify.annotations.NullMarked;
