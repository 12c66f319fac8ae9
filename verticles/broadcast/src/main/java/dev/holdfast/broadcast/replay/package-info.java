/**
 * Reads of the log: pages for watchers that are behind, and the check of those that seem not to be.
 *
 * <p><b>Invariant:</b> nothing is delivered from here; reads only.
 */
@NullMarked
package dev.holdfast.broadcast.replay;

import org.jspecify.annotations.NullMarked;
