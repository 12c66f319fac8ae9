/**
 * Judges recorded histories: whether what callers saw of one key could have come from a single
 * registry that does one thing after the other.
 *
 * <p>A history is the operations of one key, each with the times at which it was called and
 * answered. The search is that of Wing and Gong with the memory of Lowe: an operation may be placed
 * anywhere between call and answer, and no set of placed operations is visited twice in the same
 * state. An operation whose outcome nobody knows may be placed anywhere after its call, or nowhere.
 *
 * <p>The log of a session and its tasks is judged apart, by {@link TaskLog}.
 *
 * <p><b>Invariant:</b> nothing here talks to a pod, and nothing is allowed that {@link KeyState}
 * does not say.
 */
@NullMarked
package dev.holdfast.loadtests.history;

import org.jspecify.annotations.NullMarked;
