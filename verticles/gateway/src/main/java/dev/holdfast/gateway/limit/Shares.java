package dev.holdfast.gateway.limit;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What principals and tenants have of something that a pod has only so much of, so that none of
 * them can use all of it up. Only who has some is remembered. For any number of threads; one share
 * is of one event loop.
 */
public final class Shares {
  private final String what;
  private final int perPrincipalMax;
  private final int perTenantMax;
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  /**
   * @param what begins the names of both settings
   * @param perPrincipalMax 0 is no limit
   * @param perTenantMax 0 is no limit
   */
  Shares(String what, int perPrincipalMax, int perTenantMax) {
    this.what = what;
    this.perPrincipalMax = perPrincipalMax;
    this.perTenantMax = perTenantMax;
  }

  /** Without limits. */
  public static Shares unlimited() {
    return new Shares("", 0, 0);
  }

  /** One of what there is; give it back exactly when it is not used any more. */
  public final class Share {
    private final Principal owner;
    private boolean left;

    private Share(Principal owner) {
      this.owner = owner;
    }

    /** Does nothing the second time. */
    public void leave() {
      if (!left) {
        left = true;
        giveBack(perPrincipalMax, ofPrincipal(owner));
        giveBack(perTenantMax, ofTenant(owner));
      }
    }
  }

  /**
   * One more for a principal.
   *
   * @throws Fault {@link ErrorCode#TOO_MANY_REQUESTS}
   */
  public Share take(Principal owner) {
    hold(perPrincipalMax, ofPrincipal(owner), "_per_principal_max");
    try {
      hold(perTenantMax, ofTenant(owner), "_per_tenant_max");
    } catch (Fault refusal) {
      giveBack(perPrincipalMax, ofPrincipal(owner));
      throw refusal;
    }
    return new Share(owner);
  }

  /** How many principals and tenants are counted. */
  int size() {
    return counts.size();
  }

  private void hold(int max, String key, String limit) {
    if (max > 0 && counts.merge(key, 1, Integer::sum) > max) {
      giveBack(max, key);
      throw new Fault(ErrorCode.TOO_MANY_REQUESTS, what + limit + " of " + max + " is reached");
    }
  }

  private void giveBack(int max, String key) {
    if (max > 0) {
      counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
  }

  private static String ofPrincipal(Principal owner) {
    return "principal " + owner.tenant() + '\0' + owner.name();
  }

  private static String ofTenant(Principal owner) {
    return "tenant " + owner.tenant();
  }
}
