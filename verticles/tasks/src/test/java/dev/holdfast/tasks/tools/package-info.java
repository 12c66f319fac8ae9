@NullMarked
package dev.holdfast.tasks.tools;

import org.jspecify.annotations.NullMarked;
