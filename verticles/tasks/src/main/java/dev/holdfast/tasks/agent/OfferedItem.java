package dev.holdfast.tasks.agent;

/**
 * A resource, a template of resources or a prompt that an agent's server offers.
 *
 * @param key its address, the template's text or its name
 * @param json all that the server tells of it: one JSON object as text
 */
public record OfferedItem(String key, String json) {}
