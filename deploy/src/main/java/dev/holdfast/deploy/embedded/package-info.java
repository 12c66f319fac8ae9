/**
 * Real Postgres and real Redis in a folder: unpacked, started, stopped, and taken over from a run
 * that was killed.
 *
 * <p><b>Invariant:</b> nothing is installed, and nothing is written outside the data folder and the
 * user's cache.
 */
@NullMarked
package dev.holdfast.deploy.embedded;

import org.jspecify.annotations.NullMarked;
