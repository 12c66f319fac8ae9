package dev.holdfast.gateway.session;

import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PresenceAddresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.message.ClusterState;
import dev.holdfast.shared.message.DescribeCluster;
import io.vertx.core.Future;

/** The fleet as a whole, for who holds a key with the scope operator. */
public final class Cluster {
  private final Bus bus;

  public Cluster(Bus bus) {
    this.bus = bus;
  }

  /**
   * Every pod that is alive.
   *
   * @throws Fault {@link ErrorCode#FORBIDDEN} for every other credential
   */
  public Future<ClusterState> describe(Access access) {
    if (access.scope() != KeyScope.OPERATOR) {
      throw new Fault(ErrorCode.FORBIDDEN, "this needs a credential with the scope operator");
    }
    return bus.request(PresenceAddresses.DESCRIBE_CLUSTER, new DescribeCluster());
  }
}
