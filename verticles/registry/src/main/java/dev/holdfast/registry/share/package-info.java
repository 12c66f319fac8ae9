/**
 * What a session is handed on as: a fork, which is a session of its own that begins with another's
 * history, and a share, which is a token that looks at one session.
 *
 * <p><b>Invariant:</b> no share token is ever here, only its hash; and nothing of a fork's parent
 * is changed but its audit trail.
 */
@NullMarked
package dev.holdfast.registry.share;

import org.jspecify.annotations.NullMarked;
