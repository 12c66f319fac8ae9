package dev.holdfast.shared.identity;

/**
 * One process.
 *
 * @param name the operator's name for it, for example {@code pod-1}; told to clients
 * @param address unique for each start of the process; part of its bus addresses
 */
public record PodId(String name, String address) {
  /** A new process under the given name. */
  public static PodId start(String name) {
    return new PodId(name, RandomId.mint("pod"));
  }
}
