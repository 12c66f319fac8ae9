/** What tests of agents share. */
@NullMarked
package dev.holdfast.tasks.agent;

import org.jspecify.annotations.NullMarked;
