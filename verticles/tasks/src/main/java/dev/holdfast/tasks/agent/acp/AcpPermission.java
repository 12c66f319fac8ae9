package dev.holdfast.tasks.agent.acp;

import dev.holdfast.shared.message.Question;
import java.util.List;
import java.util.Optional;

/**
 * A request for permission.
 *
 * @param question as the task's owner sees it
 * @param kinds of the options, in their order: {@code allow_once}, {@code reject_always} and the
 *     like
 */
record AcpPermission(Question question, List<String> kinds) {
  AcpPermission {
    kinds = List.copyOf(kinds);
  }

  /** The first option of a kind that begins so; the one for once before the one for ever. */
  Optional<String> first(String beginning) {
    Optional<String> once = find(beginning + "_once");
    return once.isPresent() ? once : find(beginning);
  }

  private Optional<String> find(String beginning) {
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i).startsWith(beginning)) {
        return Optional.of(question.options().get(i).id());
      }
    }
    return Optional.empty();
  }
}
