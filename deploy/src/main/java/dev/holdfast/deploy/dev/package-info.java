/**
 * The development mode: embedded services, a credential, demo agents, and pods as child processes.
 *
 * <p><b>Invariant:</b> no pod runs inside this process; what works here works between processes.
 */
@NullMarked
package dev.holdfast.deploy.dev;

import org.jspecify.annotations.NullMarked;
