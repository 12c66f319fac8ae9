/**
 * From a file, the environment and the command line to one flat {@link
 * dev.holdfast.shared.config.Settings}: later sources win, and every value remembers where it came
 * from.
 *
 * <p><b>Invariant:</b> no default is here; defaults and limits belong to the records that read the
 * settings.
 */
@NullMarked
package dev.holdfast.deploy.config;

import org.jspecify.annotations.NullMarked;
