/** The statements of tasks against a real Postgres. <b>Invariant:</b> no statement is left out. */
@NullMarked
package dev.holdfast.tasks.store;

import org.jspecify.annotations.NullMarked;
