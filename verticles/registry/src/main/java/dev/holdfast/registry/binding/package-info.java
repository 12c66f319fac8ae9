/**
 * Bindings as something that is looked at and, on request only, moved to another session.
 *
 * <p><b>Invariant:</b> a binding is never changed: one ends and another is made, on record, and the
 * shared cache is told until it has heard.
 */
@NullMarked
package dev.holdfast.registry.binding;

import org.jspecify.annotations.NullMarked;
