/**
 * Sends the spans of this pod to a collector, by OpenTelemetry's own exporter; where none is
 * configured nothing of this package runs.
 *
 * <p><b>Invariant:</b> a collector that is slow or away costs spans, never work: what waits for it
 * is bounded.
 */
@NullMarked
package dev.holdfast.deploy.trace;

import org.jspecify.annotations.NullMarked;
