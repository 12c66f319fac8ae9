package dev.holdfast.shared.message;

import java.util.Optional;

/**
 * One pod.
 *
 * @param record what the database knows
 * @param facts what the pod says of itself; empty where it did not answer in time
 */
public record PodState(PodRecord record, Optional<PodFacts> facts) {}
