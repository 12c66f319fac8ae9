package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/** Asks, before a session is minted for nothing, whether a submission is a repetition. */
public record FindIdempotent(Principal principal, Idempotency idempotency) {}
