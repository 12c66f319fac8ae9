/**
 * A fleet to harm: a Postgres and a Redis of its own, pods as processes, and a gate before each
 * store of each pod that lets through, stalls or cuts.
 *
 * <p><b>Invariant:</b> no process is signalled that was not started here, and nothing here judges
 * an answer.
 */
@NullMarked
package dev.holdfast.loadtests.stage;

import org.jspecify.annotations.NullMarked;
