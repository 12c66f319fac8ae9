/**
 * Measures against a peer or a physical limit in the same run, and tells the ratio.
 *
 * <p><b>Invariant:</b> nothing here is a unit test, and no figure is told without what it was
 * measured beside.
 */
@NullMarked
package dev.holdfast.loadtests.benchmark;

import org.jspecify.annotations.NullMarked;
