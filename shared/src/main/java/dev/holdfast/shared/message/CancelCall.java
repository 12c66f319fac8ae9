package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Asks for the end of the unfinished calls of a tool that a request made, in whatever session they
 * are. Durable before it is answered; the answer is how many there were.
 *
 * @param request the caller's mark of the request, see {@link CallMark}
 */
public record CancelCall(Principal principal, String request) {}
