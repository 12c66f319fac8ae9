@NullMarked
package dev.holdfast.broadcast.replay;

import org.jspecify.annotations.NullMarked;
