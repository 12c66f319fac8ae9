/**
 * The way to Postgres: one pipelining connection for reads, a pool for transactions, and the
 * translation of its failures.
 *
 * <p><b>Invariant:</b> no SQL text is here, and no driver exception leaves a store untranslated.
 */
@NullMarked
package dev.holdfast.shared.store;

import org.jspecify.annotations.NullMarked;
