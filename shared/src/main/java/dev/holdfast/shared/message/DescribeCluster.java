package dev.holdfast.shared.message;

/** Asks for every pod that is alive, with what each says of itself. */
public record DescribeCluster() {}
