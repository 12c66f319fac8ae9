package dev.holdfast.shared.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * What one pod tells another. Each is only a hint: it may be lost, repeated, late, or come from a
 * pod that has been replaced, and no answer changes by it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "hint")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Hint.Route.class, name = "route"),
  @JsonSubTypes.Type(value = Hint.Forward.class, name = "forward"),
  @JsonSubTypes.Type(value = Hint.Interest.class, name = "interest"),
  @JsonSubTypes.Type(value = Hint.Cancel.class, name = "cancel"),
})
public sealed interface Hint {
  /**
   * To a session's home pod: pass this on to the pods that watch the session, except the sender.
   */
  record Route(String from, Committed committed) implements Hint {}

  /** From a session's home pod to one that watches it. */
  record Forward(Committed committed) implements Hint {}

  /**
   * To a session's home pod: the sender watches these sessions.
   *
   * @param sessions all watched ones whose home is the receiver; replaces what the sender said
   *     before
   */
  record Interest(String from, List<Long> sessions) implements Hint {
    public Interest {
      sessions = List.copyOf(sessions);
    }
  }

  /** To the pod that runs a task: its cancellation was recorded. */
  record Cancel(String taskId) implements Hint {}
}
