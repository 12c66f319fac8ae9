/**
 * {@code holdfast doctor}: looks at everything a pod needs, before one is started or when none
 * starts, and says what to do about each thing that is wrong.
 *
 * <p><b>Invariant:</b> nothing is changed by looking; no secret is printed.
 */
@NullMarked
package dev.holdfast.deploy.doctor;

import org.jspecify.annotations.NullMarked;
