package dev.holdfast.deploy.dev;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a development run was asked for.
 *
 * @param data the data folder
 * @param pods how many pods, 1-9
 * @param port the port of the first pod, the others follow; 0 for any free ports
 * @param postgres an address to use instead of the embedded Postgres, or null
 * @param redis an address to use instead of the embedded Redis, or null
 * @param token the credential to accept instead of the one kept in the data folder, or null
 * @param agents a JSON file with an {@code agents} object to add, or null
 * @param assignments {@code key=value} for the pods
 * @param startedIn the folder the command was given in; the agent git-log reads its history
 */
record DevOptions(
    Path data,
    int pods,
    int port,
    @Nullable String postgres,
    @Nullable String redis,
    @Nullable String token,
    @Nullable Path agents,
    List<String> assignments,
    Path startedIn) {

  DevOptions {
    assignments = List.copyOf(assignments);
  }

  /** Without what must not be printed. */
  @Override
  public String toString() {
    return "DevOptions[data=" + data + ", pods=" + pods + ", port=" + port + "]";
  }
}
