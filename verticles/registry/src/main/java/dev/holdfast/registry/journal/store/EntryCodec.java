package dev.holdfast.registry.journal.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.EntryRecord;
import dev.holdfast.shared.message.NewEntry;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is hashed: the hash of the entry before, a line feed, and the entry as one JSON array of
 * texts, lists of texts and nulls, in UTF-8.
 *
 * <p>Every part of the array is stored as it is hashed: the time is the text of a moment in
 * microseconds, the metadata the text that was given, the confidence the shortest text of its
 * double. Whose log it is belongs to the content, so that no entry can be moved to another.
 */
public final class EntryCodec {
  /** The hash before the first entry. */
  public static final String GENESIS = "0".repeat(64);

  private static final int VERSION = 1;

  private EntryCodec() {}

  /** The hash of the entry in its place; its own {@code hash} is not looked at. */
  public static String hash(String previous, Principal owner, EntryRecord entry) {
    String text = previous + "\n" + canonical(owner, entry);
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String canonical(Principal owner, EntryRecord entry) {
    NewEntry content = entry.content();
    Double confidence = content.confidence();
    return new JsonArray()
        .add(VERSION)
        .add(owner.tenant())
        .add(owner.name())
        .add(entry.project())
        .add(entry.log().wire())
        .add(entry.number())
        .add(entry.entryId())
        .add(entry.sessionId())
        .add(entry.at())
        .add(content.message())
        .add(content.status())
        .add(content.agent())
        .add(content.meta())
        .add(new JsonArray(content.tags()))
        .add(content.priority().wire())
        .add(content.category())
        .add(content.type().wire())
        .add(confidence == null ? null : Double.toString(confidence))
        .encode();
  }
}
