package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Asks for the end of the unfinished call of a tool that a request made, in whatever session it is.
 * Where the mark names several, nobody can tell which one is meant, and none is ended. Durable
 * before it is answered; the answer is how many were asked to end, 0 or 1.
 *
 * @param request the caller's mark of the request, see {@link CallMark}
 */
public record CancelCall(Principal principal, String request) {}
