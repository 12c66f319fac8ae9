package dev.holdfast.shared.message;

/** Asks which pods are alive by the database's account. */
public record ListPods() {}
