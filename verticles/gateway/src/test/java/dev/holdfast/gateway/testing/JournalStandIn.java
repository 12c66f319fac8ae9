package dev.holdfast.gateway.testing;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.AppendEntries;
import dev.holdfast.shared.message.AppendedEntries;
import dev.holdfast.shared.message.EntryPage;
import dev.holdfast.shared.message.EntryRecord;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import dev.holdfast.shared.message.RotateEntries;
import dev.holdfast.shared.message.Rotation;
import dev.holdfast.shared.message.Verification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** The registry's journal: what it answers is always the same, but for repeated appends. */
public final class JournalStandIn {
  public static final String HASH = "a".repeat(64);

  private final Map<String, Idempotency> keys = new ConcurrentHashMap<>();

  /** What was asked of the journal, in order. */
  public final BlockingQueue<Record> asked = new LinkedBlockingQueue<>();

  void serve(Desk desk) {
    desk.answer(Addresses.APPEND_ENTRIES, this::append);
    desk.answer(
        Addresses.READ_ENTRIES,
        question -> {
          asked.add(question);
          return new EntryPage(List.of(), 3L);
        });
    desk.answer(
        Addresses.QUERY_ENTRIES,
        question -> {
          asked.add(question);
          return new EntryPage(List.of(), null);
        });
    desk.answer(Addresses.ROTATE_ENTRIES, this::rotate);
    desk.answer(
        Addresses.VERIFY_ENTRIES,
        question -> {
          asked.add(question);
          return new Verification("p", question.log(), 9, 3, 4L, "the entry is missing", null);
        });
  }

  private AppendedEntries append(AppendEntries command) {
    asked.add(command);
    Idempotency idempotency = command.idempotency();
    Idempotency former =
        idempotency == null ? null : keys.putIfAbsent(idempotency.key(), idempotency);
    if (former != null && !former.equals(idempotency)) {
      throw new Fault(ErrorCode.IDEMPOTENCY_CONFLICT, "the key was used otherwise");
    }
    return new AppendedEntries(
        command.entries().stream().map(JournalStandIn::written).toList(), former != null);
  }

  private Rotation rotate(RotateEntries command) {
    asked.add(command);
    return command.confirm() == null
        ? new Rotation("p", command.log(), 2, 1, 2, HASH, HASH, "2-" + HASH, null)
        : new Rotation("p", command.log(), 2, 1, 2, HASH, HASH, null, Others.NOW);
  }

  private static EntryRecord written(NewEntry content) {
    return new EntryRecord("ent_1", "p", JournalLog.MAIN, 1, "ses-1", content, Others.NOW, HASH);
  }
}
