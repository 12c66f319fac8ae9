package dev.holdfast.registry.journal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.EntryPriority;
import dev.holdfast.shared.message.EntryRecord;
import dev.holdfast.shared.message.EntryType;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EntryCodecTest {
  private static final Principal ADA = new Principal("acme", "ada");

  @Test
  void row_31_what_is_hashed_is_what_the_protocol_description_says() throws Exception {
    NewEntry content =
        new NewEntry(
            "a\"\\/\n\u007f\u2028é\uD83D\uDE80",
            null,
            "claude",
            "{\"a\":1}",
            List.of("x", "y"),
            EntryPriority.HIGH,
            null,
            EntryType.BUG,
            1.0E-5);
    EntryRecord entry =
        new EntryRecord(
            "ent_1",
            "p",
            JournalLog.MAIN,
            7,
            "ses-1",
            content,
            "2026-01-02T03:04:05.000006Z",
            "not looked at");

    assertThat(EntryCodec.hash(EntryCodec.GENESIS, ADA, entry))
        .isEqualTo(
            sha256(
                EntryCodec.GENESIS
                    + "\n"
                    + "[1,\"acme\",\"ada\",\"p\",\"main\",7,\"ent_1\",\"ses-1\","
                    + "\"2026-01-02T03:04:05.000006Z\",\"a\\\"\\\\/\\n\u007f\u2028é\uD83D\uDE80\","
                    + "null,\"claude\",\"{\\\"a\\\":1}\",[\"x\",\"y\"],\"high\",null,\"bug\",\"1.0E-5\"]"));
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
