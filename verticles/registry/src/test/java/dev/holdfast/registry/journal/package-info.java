/** The journal on a real Postgres, through the addresses of pods. */
@NullMarked
package dev.holdfast.registry.journal;

import org.jspecify.annotations.NullMarked;
