/**
 * What a pod tells those that watch over it: started, alive, ready, and the state of its parts.
 *
 * <p><b>Invariant:</b> no id, credential or address of a client is told here.
 */
@NullMarked
package dev.holdfast.deploy.health;

import org.jspecify.annotations.NullMarked;
