/**
 * What is offered beside tools: sessions, tasks and logs as resources, a prompt that goes on with a
 * session, and completion of the names that both take. Both eras offer the same.
 *
 * <p><b>Invariant:</b> nothing is changed here; what a principal may not see does not exist.
 */
@NullMarked
package dev.holdfast.gateway.mcp.offers;

import org.jspecify.annotations.NullMarked;
