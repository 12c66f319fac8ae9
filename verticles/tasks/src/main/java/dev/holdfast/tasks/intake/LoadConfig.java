package dev.holdfast.tasks.intake;

import dev.holdfast.shared.config.Settings;

/**
 * How many unfinished tasks there may be beside those of one session.
 *
 * @param ofPrincipalMax of one principal, 1-10000000
 * @param ofTenantMax of one tenant, 1-10000000
 * @param checkMs milliseconds between counts, 0-60000; what other pods take meanwhile is not seen
 */
public record LoadConfig(int ofPrincipalMax, int ofTenantMax, int checkMs) {
  private static final int MOST = 10_000_000;

  static LoadConfig read(Settings settings) {
    return new LoadConfig(
        settings.integer("tasks.queued_per_principal_max", 10_000, 1, MOST),
        settings.integer("tasks.queued_per_tenant_max", 100_000, 1, MOST),
        settings.integer("tasks.queued_check_ms", 1_000, 0, 60_000));
  }
}
