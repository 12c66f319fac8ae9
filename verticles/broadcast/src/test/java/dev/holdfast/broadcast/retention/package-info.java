/** Trimming on a real log, with watchers beside it. */
@NullMarked
package dev.holdfast.broadcast.retention;

import org.jspecify.annotations.NullMarked;
