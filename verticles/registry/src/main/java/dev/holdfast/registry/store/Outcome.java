package dev.holdfast.registry.store;

import dev.holdfast.shared.error.Fault;

/** What became of one member of a group, once the group was committed. */
sealed interface Outcome {
  record Done(Opened opened) implements Outcome {}

  /** A rival was first; nothing was made. */
  record Lost() implements Outcome {}

  /** The session is missing or somebody has locked it; a group does not wait to know. */
  record Unsettled() implements Outcome {}

  record Refused(Fault fault) implements Outcome {}
}
