/**
 * The way to Postgres: one pipelining connection for reads, a pool for transactions, a pool behind
 * the wall for what one principal asks, and the translation of failures.
 *
 * <p><b>Invariant:</b> no SQL text is here but what raises the wall, no driver exception leaves a
 * store untranslated, and no connection behind the wall can see more than one principal's rows.
 */
@NullMarked
package dev.holdfast.shared.store;

import org.jspecify.annotations.NullMarked;
