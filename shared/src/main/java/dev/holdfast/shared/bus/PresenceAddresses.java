package dev.holdfast.shared.bus;

import dev.holdfast.shared.message.ClusterState;
import dev.holdfast.shared.message.DescribeCluster;
import dev.holdfast.shared.message.ListPodRecords;
import dev.holdfast.shared.message.PodRecords;
import dev.holdfast.shared.message.PresenceNews;
import dev.holdfast.shared.message.UnwatchPresence;
import dev.holdfast.shared.message.WatchPresence;

/** Where the gateways of a pod ask its presence who watches, and where they are told. */
public final class PresenceAddresses {
  /** Answers when the audience is kept; the news come to {@link #news}. */
  public static final Address<WatchPresence, Boolean> WATCH =
      new Address<>("gateway.watch-presence");

  public static final Topic<UnwatchPresence> UNWATCH = new Topic<>("gateway.unwatch-presence");

  /** Asks every pod, for as long as a pod may take to tell its connections. */
  public static final Address<DescribeCluster, ClusterState> DESCRIBE_CLUSTER =
      new Address<>("gateway.describe-cluster");

  /** What the database knows of the pods; answered by tasks. */
  public static final Address<ListPodRecords, PodRecords> LIST_POD_RECORDS =
      new Address<>("tasks.list-pod-records");

  private PresenceAddresses() {}

  /** Where one gateway instance is told who came and left. */
  public static Topic<PresenceNews> news(String gateway) {
    return new Topic<>("gateway.presence-news." + gateway);
  }
}
