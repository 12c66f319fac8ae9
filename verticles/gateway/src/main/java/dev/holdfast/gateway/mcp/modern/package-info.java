/**
 * The era without sessions: 2026-07-28. Every request says its version and what its client can do;
 * headers repeat the body, so that proxies need not read it, and are held against it.
 *
 * <p><b>Invariant:</b> no request knows of another one; which session is meant is an argument,
 * authorised on each call.
 */
@NullMarked
package dev.holdfast.gateway.mcp.modern;

import org.jspecify.annotations.NullMarked;
