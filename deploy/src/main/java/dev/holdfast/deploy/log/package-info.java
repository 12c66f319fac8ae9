/**
 * How the process writes its log: lines for people, or one JSON object a line.
 *
 * <p><b>Invariant:</b> nothing is logged from here, and no field is added to what was logged.
 */
@NullMarked
package dev.holdfast.deploy.log;

import org.jspecify.annotations.NullMarked;
