/**
 * What this process may answer from memory: how long it believes what it holds, and how every other
 * process is let know before something of it changes.
 *
 * <p><b>Invariant:</b> a change is committed only when no process believes what was before: each
 * was let know, or its belief has run out. The bus saves time here and never decides.
 */
@NullMarked
package dev.holdfast.registry.belief;

import org.jspecify.annotations.NullMarked;
