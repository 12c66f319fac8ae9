/**
 * What keeps the fleet honest: the pod's heartbeat, the rescue of sessions whose pod is gone, and
 * the end of processes it left behind.
 *
 * <p><b>Invariant:</b> no clock but the database's decides that another pod is gone; and by its own
 * a pod only ever stops what it runs itself.
 */
@NullMarked
package dev.holdfast.tasks.upkeep;

import org.jspecify.annotations.NullMarked;
