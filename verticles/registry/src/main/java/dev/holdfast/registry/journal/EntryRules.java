package dev.holdfast.registry.journal;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.NewEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an entry must be like; faults name the entry by its place in the request. */
final class EntryRules {
  private static final int MESSAGE_MAX = 65_536;

  private final JournalConfig config;

  EntryRules(JournalConfig config) {
    this.config = config;
  }

  void require(List<NewEntry> entries) {
    if (entries.isEmpty() || entries.size() > config.bulkMax()) {
      throw invalid("entries must have 1-" + config.bulkMax() + " items, has " + entries.size());
    }
    for (int i = 0; i < entries.size(); i++) {
      require("entries[" + i + "].", entries.get(i));
    }
  }

  private void require(String place, NewEntry entry) {
    int length = entry.message().length();
    if (length < 1 || length > MESSAGE_MAX) {
      throw invalid(place + "message must have 1-" + MESSAGE_MAX + " characters, has " + length);
    }
    Double confidence = entry.confidence();
    if (confidence != null && !(confidence >= 0 && confidence <= 1)) {
      throw invalid(place + "confidence must be 0-1");
    }
    for (String tag : entry.tags()) {
      if (tag.isEmpty() || tag.chars().anyMatch(Character::isISOControl)) {
        throw invalid(place + "tags must have characters, none of them a control character");
      }
    }
    int bytes = entry.meta().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > config.metaBytesMax()) {
      throw invalid(
          place + "meta must have at most " + config.metaBytesMax() + " bytes, has " + bytes);
    }
    List<String> missing = MetaJson.missing(entry.meta(), entry.type().requiredMeta());
    if (!missing.isEmpty()) {
      throw new Fault(
          ErrorCode.MISSING_FIELD,
          place
              + "meta of log_type "
              + entry.type().wire()
              + " requires "
              + String.join(", ", missing));
    }
  }

  static Fault invalid(String detail) {
    return new Fault(ErrorCode.INVALID_FIELD, detail);
  }
}
