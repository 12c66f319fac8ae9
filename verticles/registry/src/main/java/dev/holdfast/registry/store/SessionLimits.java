package dev.holdfast.registry.store;

import dev.holdfast.shared.config.Settings;

/**
 * How many sessions may be open at once, over all pods; 0 is no limit.
 *
 * @param perPrincipalMax of one principal, 0-1000000000
 * @param perTenantMax of one tenant, 0-1000000000
 */
public record SessionLimits(int perPrincipalMax, int perTenantMax) {
  public static final SessionLimits NONE = new SessionLimits(0, 0);

  public static SessionLimits read(Settings settings) {
    return new SessionLimits(
        settings.integer("registry.sessions_per_principal_max", 1_000_000, 0, 1_000_000_000),
        settings.integer("registry.sessions_per_tenant_max", 0, 0, 1_000_000_000));
  }
}
