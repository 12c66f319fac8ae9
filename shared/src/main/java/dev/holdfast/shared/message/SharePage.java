package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shares of a session, newest first.
 *
 * @param next what to give as {@code before} for the next page; null on the last
 */
public record SharePage(List<ShareRecord> shares, @Nullable Long next) {
  public SharePage {
    shares = List.copyOf(shares);
  }
}
