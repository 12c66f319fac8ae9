/** What processes believe, and how a change gets past it. */
@NullMarked
package dev.holdfast.registry.belief;

import org.jspecify.annotations.NullMarked;
