package dev.holdfast.tasks.agent;

import dev.holdfast.shared.config.Settings;

/**
 * What one attempt of an agent may take.
 *
 * @param runMsMax milliseconds after which it is stopped; time in which it waits for its owner's
 *     answer does not count
 * @param outputBytesMax bytes of output that are kept as events; what comes after is counted and
 *     dropped
 */
public record RunLimits(int runMsMax, int outputBytesMax) {
  static RunLimits read(Settings settings, String prefix) {
    return new RunLimits(
        settings.integer(prefix + "run_ms_max", 3_600_000, 1, 86_400_000),
        settings.integer(prefix + "output_bytes_max", 8 << 20, 1, 1 << 30));
  }
}
