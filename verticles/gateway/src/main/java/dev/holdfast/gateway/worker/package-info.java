/**
 * The connections of workers on one gateway instance: what a worker says goes to the tasks of this
 * pod, numbered, and their orders come back at one address of the instance.
 *
 * <p>Everything runs on the instance's event loop.
 *
 * <p><b>Invariant:</b> nothing here knows what becomes of a job, and no protocol is known here.
 */
@NullMarked
package dev.holdfast.gateway.worker;

import org.jspecify.annotations.NullMarked;
