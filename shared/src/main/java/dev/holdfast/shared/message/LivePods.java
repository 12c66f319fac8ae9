package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.PodId;
import java.util.List;

/** The pods that are alive by the database's account. */
public record LivePods(List<PodId> pods) {
  public LivePods {
    pods = List.copyOf(pods);
  }
}
