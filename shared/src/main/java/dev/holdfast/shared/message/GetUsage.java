package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import java.time.LocalDate;

/**
 * Asks what was used on the days of a span.
 *
 * @param wholeTenant of every principal of the tenant; who asks must have been allowed to
 * @param from the first day, UTC
 * @param to the last day, which counts
 */
public record GetUsage(Principal principal, boolean wholeTenant, LocalDate from, LocalDate to) {}
