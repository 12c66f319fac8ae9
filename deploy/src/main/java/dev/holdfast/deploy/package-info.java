/**
 * The command {@code holdfast}: its subcommands, and what their failures look like to an operator.
 *
 * <p><b>Invariant:</b> no behaviour is here; a subcommand reads its options and hands them to its
 * package.
 */
@NullMarked
package dev.holdfast.deploy;

import org.jspecify.annotations.NullMarked;
