/**
 * What the verticles say to each other, as immutable records.
 *
 * <p><b>Invariant:</b> a message authorises nothing; the principal in it was verified at the
 * gateway, and every query still names it.
 */
@NullMarked
package dev.holdfast.shared.message;

import org.jspecify.annotations.NullMarked;
