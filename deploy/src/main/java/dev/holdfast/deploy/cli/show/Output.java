package dev.holdfast.deploy.cli.show;

import dev.holdfast.deploy.failure.OperatorFault;

/** For whom a command prints. */
public enum Output {
  /** People. */
  TABLE,
  /** Programs: what the pod answered, one value a line. */
  JSON;

  /** By the name it has on a command line. */
  public static Output of(String name) {
    return switch (name) {
      case "table" -> TABLE;
      case "json" -> JSON;
      default -> throw OperatorFault.usage("--output must be table or json: " + name);
    };
  }
}
