/**
 * Work under way on one event loop: shared by those who ask for the same, done together for those
 * who come together, and given up in time.
 *
 * <p><b>Invariant:</b> no locks and no concurrent collections; everything here belongs to the one
 * event loop that made it.
 */
@NullMarked
package dev.holdfast.registry.flight;

import org.jspecify.annotations.NullMarked;
