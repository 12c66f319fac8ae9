package dev.holdfast.tasks.agent;

import dev.holdfast.shared.config.Settings;

/**
 * What one conversation in JSON-RPC may take.
 *
 * @param requestMsMax milliseconds in which a request must be answered, apart from the one that
 *     does the work
 * @param messageBytesMax bytes of one message; a longer one ends the conversation
 */
public record RpcLimits(int requestMsMax, int messageBytesMax) {
  static RpcLimits read(Settings settings, String prefix) {
    return new RpcLimits(
        settings.integer(prefix + "request_ms_max", 60_000, 1, 3_600_000),
        settings.integer(prefix + "message_bytes_max", 4 << 20, 1_024, 64 << 20));
  }
}
