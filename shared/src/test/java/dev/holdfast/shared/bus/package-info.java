/** What the bus of a pod answers, and what it answers again. */
@NullMarked
package dev.holdfast.shared.bus;

import org.jspecify.annotations.NullMarked;
