/**
 * What a session works on: compare-and-set, and always read from Postgres.
 *
 * <p><b>Invariant:</b> no project is cached, and none is a default: a session that has none is told
 * how to get one.
 */
@NullMarked
package dev.holdfast.registry.project;

import org.jspecify.annotations.NullMarked;
