/**
 * An agent that counts, for the quickstart, tests and load.
 *
 * <p><b>Invariant:</b> it has no outside effect.
 */
@NullMarked
package dev.holdfast.tasks.agent.demo;

import org.jspecify.annotations.NullMarked;
