/**
 * What a session is handed on as: a fork, which is a session of its own that begins with another's
 * history, a share, which is a token that looks at one session, and the session that goes on for
 * one whose context is full.
 *
 * <p><b>Invariant:</b> no share token is ever here, only its hash; nothing of a fork's parent is
 * changed but its audit trail; and no binding leads to a session that goes on for another until a
 * client makes one.
 */
@NullMarked
package dev.holdfast.registry.share;

import org.jspecify.annotations.NullMarked;
