package dev.holdfast.shared.message;

import java.util.List;

/** The pods that are alive by the database's account, in the order of their starts. */
public record PodRecords(List<PodRecord> pods) {
  public PodRecords {
    pods = List.copyOf(pods);
  }
}
