package dev.holdfast.shared.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a project is in its life.
 *
 * <pre>
 *   active <--> paused
 *   active, paused --> completed --> active
 *   active, paused, completed --> archived --> active
 * </pre>
 *
 * <p>Only an archived one refuses bindings and entries; it becomes so by {@link ArchiveProject},
 * which asks for a confirmation.
 */
public enum ProjectStatus {
  ACTIVE,
  PAUSED,
  COMPLETED,
  ARCHIVED;

  /** What it may become next. */
  public Set<ProjectStatus> next() {
    return switch (this) {
      case ACTIVE -> Set.of(PAUSED, COMPLETED, ARCHIVED);
      case PAUSED -> Set.of(ACTIVE, COMPLETED, ARCHIVED);
      case COMPLETED -> Set.of(ACTIVE, ARCHIVED);
      case ARCHIVED -> Set.of(ACTIVE);
    };
  }

  /** The name on the wire and in the store. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ProjectStatus> ofWire(String wire) {
    return Arrays.stream(values()).filter(status -> status.wire().equals(wire)).findFirst();
  }
}
