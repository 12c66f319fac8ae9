/**
 * Programs that race, freeze, kill and starve a fleet of their own and check that a promise held
 * meanwhile.
 *
 * <p>Each takes its n as an argument and prints its seed; the tests of this module run each at a
 * small n.
 *
 * <p><b>Invariant:</b> a trial reaches a pod only through its sockets, its signals, and the
 * databases it uses, and touches no process that it did not start.
 */
@NullMarked
package dev.holdfast.loadtests.trial;

import org.jspecify.annotations.NullMarked;
