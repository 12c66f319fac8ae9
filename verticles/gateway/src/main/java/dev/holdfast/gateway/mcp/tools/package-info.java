/**
 * The tools that are offered over the Model Context Protocol: those of the product itself, each the
 * same command as its HTTP route, and those of the operator, whose calls are tasks.
 *
 * <p>What the product's tools look like is in the resource {@code mcp-tools.json}; a test holds it
 * against the code.
 *
 * <p><b>Invariant:</b> no tool acts for a principal or a session that its caller did not prove.
 */
@NullMarked
package dev.holdfast.gateway.mcp.tools;

import org.jspecify.annotations.NullMarked;
