package dev.holdfast.shared.identity;

/**
 * Who is speaking, taken from a verified credential and never from a field that a client sent.
 *
 * @param tenant the customer; the outermost wall, part of every query
 * @param name the actor within the tenant
 */
public record Principal(String tenant, String name) {}
