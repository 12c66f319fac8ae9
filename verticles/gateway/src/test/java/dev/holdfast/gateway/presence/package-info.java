/**
 * What is shown of connections.
 *
 * <p><b>Invariant:</b> no test here waits for time.
 */
@NullMarked
package dev.holdfast.gateway.presence;

import org.jspecify.annotations.NullMarked;
