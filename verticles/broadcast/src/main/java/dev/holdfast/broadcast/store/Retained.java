package dev.holdfast.broadcast.store;

/**
 * What a session keeps of its history: what is older than its newest events, or than so many
 * seconds by the database's clock, may be trimmed.
 *
 * @param events so many of the newest
 */
public record Retained(int events, int seconds) {}
