/**
 * One pod: configuration, then Postgres, then the cluster, then the verticles, then ready; and the
 * same way back when it is told to stop.
 *
 * <p><b>Invariant:</b> nothing is started before the whole configuration has been read and checked.
 */
@NullMarked
package dev.holdfast.deploy.pod;

import org.jspecify.annotations.NullMarked;
