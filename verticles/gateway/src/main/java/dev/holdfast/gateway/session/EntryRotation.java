package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.JournalLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request to close a log's open segment. Nothing is rotated by accident: a request is a dry
 * run, or it has what one answered.
 *
 * @param confirm what a dry run answered; null for a dry run
 */
public record EntryRotation(JournalLog log, @Nullable String confirm) {
  /** The names of the fields. */
  public static final List<String> FIELDS =
      List.of("log", "dry_run", "confirm", BindingRequest.PROJECT_KEY);

  private static final int CONFIRM_MAX = 200;

  /** Reads the fields named in {@link #FIELDS}. */
  public static EntryRotation read(Fields fields) {
    JournalLog log =
        EntryRequest.log(
            fields.textOrNull("log", 0, EntryRequest.NAME_MAX), ErrorCode.INVALID_FIELD);
    String confirm = fields.textOrNull("confirm", 1, CONFIRM_MAX);
    boolean dryRun = EntryFields.flag(fields, "dry_run", false);
    if (dryRun && confirm != null) {
      throw new Fault(ErrorCode.INVALID_FIELD, "confirm does not go with dry_run");
    }
    if (!dryRun && confirm == null) {
      throw new Fault(
          ErrorCode.MISSING_FIELD, "confirm is required: it is what dry_run true answers");
    }
    return new EntryRotation(log, confirm);
  }
}
