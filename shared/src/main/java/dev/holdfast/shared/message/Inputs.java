package dev.holdfast.shared.message;

import java.util.List;

/** Questions of a task, newest first. */
public record Inputs(List<InputRecord> inputs) {
  public Inputs {
    inputs = List.copyOf(inputs);
  }
}
