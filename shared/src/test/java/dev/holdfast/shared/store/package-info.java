/** How a module reaches Postgres and the wall in it, against a real one. */
@NullMarked
package dev.holdfast.shared.store;

import org.jspecify.annotations.NullMarked;
