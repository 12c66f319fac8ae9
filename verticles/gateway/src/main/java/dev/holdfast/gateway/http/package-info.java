/**
 * HTTP: the routes under {@code /api}, server-sent events, and the one place where a failure
 * becomes a problem document.
 *
 * <p>A request goes {@link RequestIds} -> route -> credential -> body -> operation -> {@link
 * Answer}; whatever fails on the way ends in {@link Problems}. Requests to the one path of {@link
 * HttpApi.Mounted} go there without the router, and are answered as that protocol has it.
 *
 * <p><b>Invariant:</b> no operation writes an error response; operations fail, {@link Problems}
 * writes.
 */
@NullMarked
package dev.holdfast.gateway.http;

import org.jspecify.annotations.NullMarked;
