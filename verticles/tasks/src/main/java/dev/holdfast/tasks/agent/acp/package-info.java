/**
 * An agent that speaks the Agent Client Protocol, version 1, on its standard streams
 * (agentclientprotocol.com): a fresh process and session for each attempt, one prompt, its updates
 * as events, its requests for permission as questions to the task's owner.
 *
 * <p>The protocol is written by hand from the published schema: the Java library for it is
 * reactive, handles processes itself and knows no limits, and what is needed of the schema is
 * little.
 *
 * <p><b>Invariant:</b> it offers the agent neither files nor terminals of the pod; what the agent
 * can do it does as its own process, with what the operator gave it.
 */
@NullMarked
package dev.holdfast.tasks.agent.acp;

import org.jspecify.annotations.NullMarked;
