package dev.holdfast.registry.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AppendEntries;
import dev.holdfast.shared.message.EntryPage;
import dev.holdfast.shared.message.EntryPriority;
import dev.holdfast.shared.message.EntryRecord;
import dev.holdfast.shared.message.EntryType;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import dev.holdfast.shared.message.ReadEntries;
import dev.holdfast.shared.message.SetProject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short ways to write and read entries through the addresses of a pod. */
final class Notes {
  private Notes() {}

  static NewEntry note(String message) {
    return new NewEntry(
        message, null, null, "{}", List.of(), EntryPriority.MEDIUM, null, EntryType.NOTE, null);
  }

  static NewEntry with(String meta, @Nullable Double confidence) {
    return new NewEntry(
        "m", null, null, meta, List.of(), EntryPriority.LOW, null, EntryType.NOTE, confidence);
  }

  static NewEntry bug(String message, String meta) {
    return new NewEntry(
        message, null, null, meta, List.of(), EntryPriority.HIGH, null, EntryType.BUG, null);
  }

  static NewEntry security(String message, String meta) {
    return new NewEntry(
        message, null, null, meta, List.of(), EntryPriority.HIGH, null, EntryType.SECURITY, null);
  }

  static List<String> texts(EntryPage page) {
    return page.entries().stream()
        .map(each -> each.number() + " " + each.content().message())
        .toList();
  }

  static SessionRef bound(TestPod pod, Principal principal, String id, String project) {
    SessionRef session = pod.resolve(principal, id, null, null).session();
    pod.ask(Addresses.SET_PROJECT, new SetProject(session, project, null));
    return session;
  }

  static List<EntryRecord> append(TestPod pod, SessionRef session, NewEntry... entries) {
    return pod.ask(Addresses.APPEND_ENTRIES, new AppendEntries(session, List.of(entries)))
        .entries();
  }

  static EntryPage recent(
      TestPod pod,
      SessionRef session,
      JournalLog log,
      @Nullable Long before,
      @Nullable Long limit) {
    return pod.ask(Addresses.READ_ENTRIES, new ReadEntries(session, log, before, limit));
  }

  static void assertFault(Runnable act, ErrorCode code, String detail) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(code);
              assertThat(fault.detail()).contains(detail);
            });
  }
}
