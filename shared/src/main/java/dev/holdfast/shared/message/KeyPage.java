package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * API keys, newest first.
 *
 * @param next what to give as {@code before} for the next page; null on the last
 */
public record KeyPage(List<KeyRecord> keys, @Nullable Long next) {
  public KeyPage {
    keys = List.copyOf(keys);
  }
}
