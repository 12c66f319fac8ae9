/**
 * What a task is while it runs, and how its events look.
 *
 * <p><b>Invariant:</b> nothing here touches a database, a bus or a process.
 */
@NullMarked
package dev.holdfast.tasks.task;

import org.jspecify.annotations.NullMarked;
