/**
 * Every statement of tasks, and the rows they return.
 *
 * <p><b>Invariant:</b> no decision about a task's life is made here; conditions in SQL only fence.
 */
@NullMarked
package dev.holdfast.tasks.store;

import org.jspecify.annotations.NullMarked;
