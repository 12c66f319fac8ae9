/**
 * The chart as a cluster would see it: rendered by Helm, read strictly, held to its policies, and
 * its pods started as real processes with exactly the arguments and the environment it says.
 *
 * <p><b>Invariant:</b> no cluster, registry or network is needed; nothing but loopback is spoken
 * to.
 */
@NullMarked
package dev.holdfast.k8s;

import org.jspecify.annotations.NullMarked;
