/**
 * What a client can ask for, whatever protocol it speaks: prove who it is, find or make its
 * session, submit, read and cancel tasks, bind a project. Each is a short sequence of bus messages.
 *
 * <p><b>Invariant:</b> a principal comes out of {@link Authenticator} only; no field, header or
 * parameter that a client sent can name one.
 */
@NullMarked
package dev.holdfast.gateway.session;

import org.jspecify.annotations.NullMarked;
