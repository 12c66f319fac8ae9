/**
 * What can befall a fleet: processes that are killed, frozen or replaced, stores that stop, start
 * empty, stand still or cannot be reached, pods whose hints get lost.
 *
 * <p><b>Invariant:</b> a fault harms only what its stage started, and leaves it whole.
 */
@NullMarked
package dev.holdfast.loadtests.fault;

import org.jspecify.annotations.NullMarked;
