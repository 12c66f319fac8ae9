package dev.holdfast.tasks.task;

import dev.holdfast.shared.event.EventType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one session did, put together from its newest event backwards until it is as long as it may
 * be. What an attempt said that no longer counts is left out. For one thread.
 */
public final class History {
  private static final String TASK =
      """
      Below is what happened in one session so far, oldest first. Write a summary of it for an agent \
      that goes on with the work and knows nothing else: what is wanted, what was done, what was \
      decided and why, what is open. Answer with the summary alone.

      """;

  private final int bytesMax;
  private final Deque<String> lines = new ArrayDeque<>();
  private final Map<String, Long> superseded = new HashMap<>();
  private int bytes;
  private long cutUpTo;

  /**
   * One event.
   *
   * @param input the text of the task that it tells of
   * @param summarises whether that task writes a summary
   */
  public record Line(
      long seq,
      EventType type,
      @Nullable String taskId,
      String data,
      @Nullable String input,
      boolean summarises) {}

  /**
   * @param bytesMax bytes of UTF-8 that it may have, without what is asked of the agent
   */
  public History(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * Takes the event before those that were taken.
   *
   * @return false where there is no room for it, nor for any before it
   */
  public boolean takeEarlier(Line line) {
    if (line.summarises() && line.type() != EventType.SESSION_SUMMARY) {
      return true;
    }
    String task = line.taskId();
    if (task != null && line.type() == EventType.TASK_SUPERSEDED) {
      superseded.merge(task, HistoryCodec.fromSeq(line.data()), Math::min);
      return true;
    }
    if (isSuperseded(line)) {
      return true;
    }
    Optional<String> words = HistoryCodec.words(line.type(), line.data(), line.input());
    return words.isEmpty() || add(line.seq(), "[" + line.seq() + "] " + words.get() + "\n");
  }

  /** What the agent is to do, and all of it. */
  public String text() {
    StringBuilder text = new StringBuilder(TASK);
    if (cutUpTo > 0) {
      text.append("[what was before, up to ")
          .append(cutUpTo)
          .append(", is left out: the last ")
          .append(bytesMax)
          .append(" bytes follow]\n");
    }
    lines.forEach(text::append);
    return text.toString();
  }

  private boolean isSuperseded(Line line) {
    Long from = line.taskId() == null ? null : superseded.get(line.taskId());
    return from != null && line.seq() >= from && line.type() == EventType.TASK_OUTPUT;
  }

  /** Of what does not fit whole the end is kept. */
  private boolean add(long seq, String line) {
    byte[] all = line.getBytes(StandardCharsets.UTF_8);
    int room = bytesMax - bytes;
    if (all.length <= room) {
      bytes += all.length;
      lines.addFirst(line);
      return true;
    }
    int start = all.length - room;
    while (start < all.length && (all[start] & 0xC0) == 0x80) {
      start++;
    }
    lines.addFirst(new String(all, start, all.length - start, StandardCharsets.UTF_8));
    cutUpTo = seq;
    return false;
  }
}
