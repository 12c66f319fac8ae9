/**
 * Claims sessions under a lease token and runs their head task on an agent, on virtual threads.
 *
 * <p>claim -> begin attempt -> agent -> progress and output in batches -> finish and release.
 *
 * <p><b>Invariant:</b> no write is made that does not name the lease token it acts under; zero rows
 * mean the lease is lost, never success.
 */
@NullMarked
package dev.holdfast.tasks.execution;

import org.jspecify.annotations.NullMarked;
