/** The journal's statements on a real Postgres. */
@NullMarked
package dev.holdfast.registry.journal.store;

import org.jspecify.annotations.NullMarked;
