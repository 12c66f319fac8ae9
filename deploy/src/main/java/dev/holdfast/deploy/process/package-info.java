/**
 * Processes and signals of the operating system: stopping in order, and processes that outlived the
 * one that started them.
 *
 * <p><b>Invariant:</b> no process is signalled that has not shown to be ours.
 */
@NullMarked
package dev.holdfast.deploy.process;

import org.jspecify.annotations.NullMarked;
