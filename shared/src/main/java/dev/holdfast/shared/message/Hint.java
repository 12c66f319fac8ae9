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
  @JsonSubTypes.Type(value = Hint.Pause.class, name = "pause"),
  @JsonSubTypes.Type(value = Hint.Answered.class, name = "answered"),
  @JsonSubTypes.Type(value = Hint.AskConnections.class, name = "ask_connections"),
  @JsonSubTypes.Type(value = Hint.HeldConnections.class, name = "held_connections"),
  @JsonSubTypes.Type(value = Hint.AskWatchers.class, name = "ask_watchers"),
  @JsonSubTypes.Type(value = Hint.HeldWatchers.class, name = "held_watchers"),
  @JsonSubTypes.Type(value = Hint.AskFacts.class, name = "ask_facts"),
  @JsonSubTypes.Type(value = Hint.OwnFacts.class, name = "own_facts"),
  @JsonSubTypes.Type(value = Hint.HoldMcpSession.class, name = "hold_mcp_session"),
  @JsonSubTypes.Type(value = Hint.HoldProject.class, name = "hold_project"),
  @JsonSubTypes.Type(value = Hint.Held.class, name = "held"),
})
public sealed interface Hint {
  /** What the tasks verticle of a pod is told. */
  sealed interface ToTasks extends Hint {}

  /** What the presence verticle of a pod's gateway is asked. */
  sealed interface ToPresence extends Hint {}

  /** What it answers. */
  sealed interface FromPresence extends Hint {}

  /**
   * What the registry verticle of a pod is asked before something changes: to answer that question
   * from the store for a while, and no longer from memory.
   */
  sealed interface ToRegistry extends Hint {}

  /** What it answers. */
  sealed interface FromRegistry extends Hint {}

  /** What the broadcast verticle of a pod is told. */
  sealed interface ToBroadcast extends Hint {}

  /**
   * To a session's home pod: pass this on to the pods that watch the session, except the sender.
   */
  record Route(String from, Committed committed) implements ToBroadcast {}

  /** From a session's home pod to one that watches it. */
  record Forward(Committed committed) implements ToBroadcast {}

  /**
   * To a session's home pod: the sender watches these sessions. Forgotten after a while unless it
   * is repeated, so that a pod that died is soon no longer told.
   */
  record Interest(String from, List<Long> sessions) implements ToBroadcast {
    public Interest {
      sessions = List.copyOf(sessions);
    }
  }

  /** To the pod that runs a task: its cancellation was recorded. */
  record Cancel(String taskId) implements ToTasks {}

  /** To the pod that runs a task: its owner paused it. */
  record Pause(String taskId) implements ToTasks {}

  /** To the pod that runs a task: the question of its agent was answered. */
  record Answered(String taskId) implements ToTasks {}

  /** Asks a pod for its connections of a session. */
  record AskConnections(long sessionNo) implements ToPresence {}

  /**
   * The answer to that.
   *
   * @param more how many are left out
   */
  record HeldConnections(List<ConnectionRecord> connections, long more) implements FromPresence {
    public HeldConnections {
      connections = List.copyOf(connections);
    }
  }

  /** Asks a pod who watches these sessions there. */
  record AskWatchers(List<Long> sessions) implements ToPresence {
    public AskWatchers {
      sessions = List.copyOf(sessions);
    }
  }

  /** The answer to that; of a session that is not named nobody is there. */
  record HeldWatchers(List<OfSession> sessions) implements FromPresence {
    public HeldWatchers {
      sessions = List.copyOf(sessions);
    }

    /**
     * Who watches one session on one pod.
     *
     * @param watchers the longest there
     * @param more how many are left out
     */
    public record OfSession(long sessionNo, List<WatcherRecord> watchers, long more) {
      public OfSession {
        watchers = List.copyOf(watchers);
      }
    }
  }

  /**
   * Asks a pod what it says of itself.
   *
   * @param from the address of the pod that asks
   */
  record AskFacts(String from) implements ToPresence {}

  /** The answer to that. */
  record OwnFacts(PodFacts facts) implements FromPresence {}

  /** What a session of the Model Context Protocol leads to is about to change. */
  record HoldMcpSession(FindMcpSession question) implements ToRegistry {}

  /** What a session works on is about to change. */
  record HoldProject(GetProject question) implements ToRegistry {}

  /** It does so from now on. */
  record Held() implements FromRegistry {}
}
