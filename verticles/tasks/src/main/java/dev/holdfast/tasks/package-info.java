/**
 * What is to be done, and by whom: intake, queue, execution on agents, and the upkeep that rescues
 * what a lost pod left.
 *
 * <p>Imports: verticle -> intake | execution | upkeep -> task; agents stand behind one port; SQL is
 * in store.
 *
 * <p><b>Invariant:</b> nothing here knows a client protocol, a socket or a watcher.
 */
@NullMarked
package dev.holdfast.tasks;

import org.jspecify.annotations.NullMarked;
