package dev.holdfast.tasks.agent.command;

import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Usage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an attempt has used, over all its runs of the program: the sum of its messages, or what the
 * program says itself, whichever is more. Never falls. Used by one thread at a time.
 */
final class UsageTally {
  private Usage formerRuns = Usage.NONE;
  private Usage messages = Usage.NONE;
  private Usage lastMessage = Usage.NONE;
  private String lastMessageId = "";
  private Usage told = Usage.NONE;
  private final Set<String> toolCalls = new HashSet<>();

  /** What one message of the model cost; told again under the same id it replaces the former. */
  void message(String id, Usage usage) {
    if (!id.equals(lastMessageId)) {
      messages = messages.plus(lastMessage);
      lastMessageId = id;
      lastMessage = Usage.NONE;
    }
    lastMessage = most(lastMessage, usage);
  }

  /** A tool call; told again under the same id it is the same call. */
  void toolCall(String id) {
    toolCalls.add(id);
  }

  /** What the program says that the whole run has cost so far. */
  void told(Usage usage) {
    told = most(told, usage);
  }

  /** The program is run once more. */
  void nextRun() {
    formerRuns = now();
    messages = Usage.NONE;
    lastMessage = Usage.NONE;
    lastMessageId = "";
    told = Usage.NONE;
    toolCalls.clear();
  }

  Usage now() {
    Usage calls = new Usage(0, 0, 0, 0, 0, toolCalls.size(), 0);
    return formerRuns.plus(most(messages.plus(lastMessage).plus(calls), told));
  }

  /** The news of it: turns as iterations, and everything used. */
  List<CommandLine> news() {
    Usage now = now();
    return List.of(
        new CommandLine.Counted(new Progress(now.turns(), 0, now.tokens(), 0)),
        new CommandLine.Used(now));
  }

  private static Usage most(Usage a, Usage b) {
    return new Usage(
        Math.max(a.inputTokens(), b.inputTokens()),
        Math.max(a.outputTokens(), b.outputTokens()),
        Math.max(a.cacheReadTokens(), b.cacheReadTokens()),
        Math.max(a.cacheWriteTokens(), b.cacheWriteTokens()),
        Math.max(a.turns(), b.turns()),
        Math.max(a.toolCalls(), b.toolCalls()),
        Math.max(a.costMicros(), b.costMicros()));
  }
}
