package dev.holdfast.shared.message;

import java.util.List;

/** The pods that are alive by the database's account, the one that started first before others. */
public record ClusterState(List<PodState> pods) {
  public ClusterState {
    pods = List.copyOf(pods);
  }
}
