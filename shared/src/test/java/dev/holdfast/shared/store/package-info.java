/** Tests of the way to Postgres and of the wall in it. */
@NullMarked
package dev.holdfast.shared.store;

import org.jspecify.annotations.NullMarked;
