/**
 * That the programs of {@code load-tests/k6} run, see what is wrong, and are of right types.
 *
 * <p><b>Invariant:</b> k6 is never built here, which takes minutes: {@code load-tests/install-k6}
 * does that before.
 */
@NullMarked
package dev.holdfast.loadtests.k6;

import org.jspecify.annotations.NullMarked;
