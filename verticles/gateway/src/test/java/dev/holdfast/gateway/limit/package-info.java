/**
 * What clients may have.
 *
 * <p><b>Invariant:</b> no test here waits for time.
 */
@NullMarked
package dev.holdfast.gateway.limit;

import org.jspecify.annotations.NullMarked;
