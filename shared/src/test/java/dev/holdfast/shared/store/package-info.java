/** How a module reaches Postgres, against a real one. */
@NullMarked
package dev.holdfast.shared.store;

import org.jspecify.annotations.NullMarked;
