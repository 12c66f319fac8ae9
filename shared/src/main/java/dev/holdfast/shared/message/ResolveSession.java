package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.StableKey;
import dev.holdfast.shared.identity.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the one session a request belongs to, made where there is none.
 *
 * <p>Order: the explicit id, the transport's binding, the stable key's binding, a minted id.
 * Whatever decides, the transport and the stable key are bound to the session where they were not
 * bound yet.
 *
 * @param sessionId the client's own id, already of valid format
 * @param transport how the client came in, where it has a lasting id
 * @param stableKey what the client declares of itself
 */
public record ResolveSession(
    Principal principal,
    @Nullable String sessionId,
    @Nullable Transport transport,
    @Nullable StableKey stableKey) {}
