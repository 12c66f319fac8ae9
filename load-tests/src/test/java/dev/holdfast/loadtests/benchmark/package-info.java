/**
 * That the benchmarks still run.
 *
 * <p><b>Invariant:</b> no assertion is about time.
 */
@NullMarked
package dev.holdfast.loadtests.benchmark;

import org.jspecify.annotations.NullMarked;
