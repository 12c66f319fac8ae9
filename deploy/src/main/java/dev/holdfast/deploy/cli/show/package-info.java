/**
 * How answers look: tables and bars for people, JSON for programs.
 *
 * <p><b>Invariant:</b> no text of a server reaches a terminal with a control character in it.
 */
@NullMarked
package dev.holdfast.deploy.cli.show;

import org.jspecify.annotations.NullMarked;
