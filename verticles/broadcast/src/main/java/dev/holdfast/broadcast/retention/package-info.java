/**
 * How much of the histories is kept, by number and by age, and the duty that trims the rest.
 *
 * <p>sessions in the order of their numbers -> which are over a limit -> a portion of the oldest
 * events, again and again. Every pod does it; what one has locked the others skip.
 *
 * <p><b>Invariant:</b> a round looks at so many sessions, trims so many portions and no more, and
 * no transaction is longer than one portion.
 */
@NullMarked
package dev.holdfast.broadcast.retention;

import org.jspecify.annotations.NullMarked;
