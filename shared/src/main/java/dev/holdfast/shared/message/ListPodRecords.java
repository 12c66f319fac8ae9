package dev.holdfast.shared.message;

/** Asks what the database knows of the pods that are alive. */
public record ListPodRecords() {}
