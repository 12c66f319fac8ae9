/**
 * The pod's meters, as Prometheus reads them.
 *
 * <p><b>Invariant:</b> no label has a value that a client chose or that was made for one: no id, no
 * principal, no tenant, no address. So the number of series does not grow with use.
 */
@NullMarked
package dev.holdfast.deploy.metrics;

import org.jspecify.annotations.NullMarked;
