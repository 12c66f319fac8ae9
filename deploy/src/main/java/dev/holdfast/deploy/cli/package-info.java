/**
 * What people do at a shell with sessions, tasks, events and queues of running pods.
 *
 * <p><b>Invariant:</b> nothing is here that a client cannot do over HTTP; no configuration of a pod
 * and no database is touched.
 */
@NullMarked
package dev.holdfast.deploy.cli;

import org.jspecify.annotations.NullMarked;
