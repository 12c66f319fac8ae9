package dev.holdfast.deploy.fleet;

import static dev.holdfast.deploy.fleet.ProtocolSteps.binary;
import static dev.holdfast.deploy.fleet.ProtocolSteps.bytes;
import static dev.holdfast.deploy.fleet.ProtocolSteps.chopped;
import static dev.holdfast.deploy.fleet.ProtocolSteps.close;
import static dev.holdfast.deploy.fleet.ProtocolSteps.closePayload;
import static dev.holdfast.deploy.fleet.ProtocolSteps.fill;
import static dev.holdfast.deploy.fleet.ProtocolSteps.filled;
import static dev.holdfast.deploy.fleet.ProtocolSteps.frame;
import static dev.holdfast.deploy.fleet.ProtocolSteps.ping;
import static dev.holdfast.deploy.fleet.ProtocolSteps.pong;
import static dev.holdfast.deploy.fleet.ProtocolSteps.raw;
import static dev.holdfast.deploy.fleet.ProtocolSteps.text;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Cases of RFC 6455 in the chapters of the list that is commonly used for it (framing, pings,
 * reserved bits, opcodes, fragments, UTF-8, closing, limits). Where that list has an echo, a {@code
 * ping} frame of ours is answered under its request id.
 */
final class ProtocolCases {
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int ABNORMAL = 1006;
  private static final int LIMIT = 1_048_576;
  private static final HexFormat HEX = HexFormat.of();

  private final List<ProtocolCase> cases = new ArrayList<>();

  private ProtocolCases() {}

  static List<ProtocolCase> all() {
    ProtocolCases all = new ProtocolCases();
    all.framing();
    all.pings();
    all.reservedBits();
    all.opcodes();
    all.fragments();
    all.utf8();
    all.closing();
    all.limits();
    return List.copyOf(all.cases);
  }

  private void framing() {
    add("1.1", "an empty text", raw(frame(true, 0, TEXT, new byte[0]))).replies("error bad_json");
    for (int size : new int[] {60, 125, 126, 127, 128, 65_535, 65_536}) {
      add("1.1", "a text of " + size + " bytes", fill("a", size)).replies("a");
    }
    add("1.1", "65,536 bytes in pieces of 997", chopped(filled("a", 65_536), 997)).replies("a");
    add("1.1", "a text byte by byte", chopped(filled("a", 300), 1)).replies("a");
    for (int size : new int[] {0, 125, 126, 65_536}) {
      add("1.2", "a binary message of " + size + " bytes", binary(size)).closes(1003);
    }
    add("1.3", "a frame without a mask", raw("8900")).closes(1002);
    add("1.3", "a text without a mask", raw("81027b7d")).closes(1002);
    add("1.3", "a length of 64 bits, the first set", raw("81ffffffffffffffffff00000000"))
        .closes(1002, 1009);
  }

  private void pings() {
    add("2.1", "a ping without payload", ping("")).pongs("");
    add("2.2", "a ping with a text", ping(HEX.formatHex(bytes("hello")))).pongs("68656c6c6f");
    add("2.3", "a ping with other bytes", ping("00fffefdfcfb00ff")).pongs("00fffefdfcfb00ff");
    add("2.4", "a ping of 125 bytes", ping("fe".repeat(125))).pongs("fe".repeat(125));
    add("2.5", "a ping of 126 bytes", raw(frame(true, 0, PING, new byte[126]))).closes(1002);
    add("2.6", "a ping byte by byte", chopped(frame(true, 0, PING, bytes("hello")), 1))
        .pongs("68656c6c6f");
    add("2.7", "a pong that nobody asked for", pong(""));
    add("2.8", "the same with payload", pong("0102"));
    add("2.9", "such a pong, then a ping", pong("0102"), ping("03")).pongs("03");
    String[] ten = {"00", "01", "02", "03", "04", "05", "06", "07", "08", "09"};
    add("2.10", "ten pings", Arrays.stream(ten).map(ProtocolSteps::ping).toArray(JsonObject[]::new))
        .pongs(ten);
    add(
            "2.11",
            "ten pings byte by byte",
            Arrays.stream(ten)
                .map(each -> chopped(frame(true, 0, PING, HEX.parseHex(each)), 1))
                .toArray(JsonObject[]::new))
        .pongs(ten);
  }

  private void reservedBits() {
    for (int bits = 1; bits < 8; bits++) {
      for (int opcode : new int[] {TEXT, BINARY, PING, PONG, CLOSE}) {
        byte[] payload = opcode == CLOSE ? closePayload(1000, "") : bytes("{}");
        add(
                "3." + bits,
                "reserved bits " + bits + " on opcode " + opcode,
                raw(frame(true, bits, opcode, payload)))
            .closes(1002);
      }
    }
    add(
            "3.8",
            "a text, then reserved bits, byte by byte",
            chopped(filled("a", 60) + frame(true, 4, TEXT, bytes("{}")), 1))
        .closes(1002);
  }

  private void opcodes() {
    for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
      add("4.1", "opcode " + opcode, raw(frame(true, 0, opcode, new byte[0]))).closes(1002);
      add("4.2", "opcode " + opcode + " with payload", raw(frame(true, 0, opcode, bytes("x"))))
          .closes(1002);
    }
  }

  private void fragments() {
    String whole = "{\"op\":\"ping\",\"request_id\":\"a\"}";
    byte[] first = bytes(whole.substring(0, 9));
    byte[] second = bytes(whole.substring(9));
    String begin = frame(false, 0, TEXT, first);
    String end = frame(true, 0, CONTINUATION, second);
    add("5.1", "a ping in two", raw(frame(false, 0, PING, first) + end)).closes(1002);
    add("5.2", "a pong in two", raw(frame(false, 0, PONG, first) + end)).closes(1002);
    add("5.3", "a text in two", text(whole.substring(0, 9), whole.substring(9))).replies("a");
    add("5.4", "the same in one write", raw(begin + end)).replies("a");
    add("5.5", "the same byte by byte", chopped(begin + end, 1)).replies("a");
    String ping = frame(true, 0, PING, bytes("p"));
    add("5.6", "with a ping between", raw(begin), raw(ping), raw(end)).pongs("70").replies("a");
    add("5.7", "the same in one write", raw(begin + ping + end)).pongs("70").replies("a");
    add("5.8", "the same byte by byte", chopped(begin + ping + end, 1)).pongs("70").replies("a");
    add("5.9", "a continuation of nothing", raw(end)).closes(1002);
    add("5.10", "one that is not the last", raw(frame(false, 0, CONTINUATION, first))).closes(1002);
    add("5.11", "a continuation after a whole text", raw(filled("b", 60) + end)).closes(1002);
    add("5.12", "a text within a text", raw(begin + filled("b", 60))).closes(1002);
    add("5.13", "a binary message within a text", raw(begin + frame(true, 0, BINARY, first)))
        .closes(1002);
    String empty = frame(false, 0, CONTINUATION, new byte[0]);
    add("5.14", "empty fragments between", raw(begin + empty + empty + end)).replies("a");
    add(
            "5.15",
            "an empty first fragment",
            raw(frame(false, 0, TEXT, new byte[0]) + frame(true, 0, CONTINUATION, bytes(whole))))
        .replies("a");
    add("5.15", "the same by the library", text("", whole)).replies("a");
    add("5.16", "each byte a fragment", text(whole.split(""))).replies("a");
    add(
            "5.17",
            "a close between fragments",
            raw(begin + frame(true, 0, CLOSE, closePayload(1000, ""))))
        .closes(1000);
    add("5.18", "a second message after one in two", raw(begin + end + filled("b", 60)))
        .replies("a", "b");
  }

  private void utf8() {
    String[] right = {
      "\u00E9", "\u03BA\u1F79\u03C3\u03BC\u03B5", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\uFFFD",
      "\uFFFE", "\uFFFF", "\uFDD0", "\uD800\uDC00", "\uD83D\uDE00", "\uDBFF\uDFFF", "\u007F"
    };
    for (String each : right) {
      String message = "{\"op\":\"ping\",\"request_id\":\"" + each + "\"}";
      String hex = HEX.formatHex(bytes(each));
      add("6.1", "the bytes " + hex, text(message)).replies(each);
      add("6.2", "the same byte by byte", chopped(frame(true, 0, TEXT, bytes(message)), 1))
          .replies(each);
      byte[] all = bytes(message);
      int within = 27; // after the first byte of the character
      add(
              "6.3",
              "the same, the character in two fragments",
              raw(
                  frame(false, 0, TEXT, Arrays.copyOf(all, within))
                      + frame(true, 0, CONTINUATION, Arrays.copyOfRange(all, within, all.length))))
          .replies(each);
    }
    String[] wrong = {
      "80",
      "bf",
      "c0",
      "c1bf",
      "c080",
      "c3",
      "c328",
      "e0",
      "e08080",
      "e09fbf",
      "e282",
      "e28228",
      "eda080",
      "edafbf",
      "edb080",
      "edbfbf",
      "eda080edb080",
      "f0",
      "f0808080",
      "f08fbfbf",
      "f09f98",
      "f4908080",
      "f5808080",
      "f8888080",
      "fc84808080",
      "fe",
      "ff",
      "feff",
      "cebaff"
    };
    for (String each : wrong) {
      byte[] payload = HEX.parseHex("22" + each + "22");
      add("6.4", "the bytes " + each, raw(frame(true, 0, TEXT, payload))).closes(1007);
      add(
              "6.5",
              "the same in two fragments",
              raw(
                  frame(false, 0, TEXT, Arrays.copyOf(payload, 2))
                      + frame(
                          true, 0, CONTINUATION, Arrays.copyOfRange(payload, 2, payload.length))))
          .closes(1007);
    }
  }

  private void closing() {
    add("7.1", "a close by the library", close(1000, "done")).closes(1000);
    add("7.2", "a close without a code", raw(frame(true, 0, CLOSE, new byte[0])))
        .closes(1000, 1005);
    add("7.3", "a payload of one byte", raw(frame(true, 0, CLOSE, new byte[1]))).closes(1002);
    add(
            "7.4",
            "a reason of 123 bytes",
            raw(frame(true, 0, CLOSE, closePayload(1000, "r".repeat(123)))))
        .closes(1000);
    add(
            "7.5",
            "a reason of 124 bytes",
            raw(frame(true, 0, CLOSE, closePayload(1000, "r".repeat(124)))))
        .closes(1002);
    add("7.6", "a reason that is not UTF-8", raw(frame(true, 0, CLOSE, HEX.parseHex("03e8cebaff"))))
        .closes(1002, 1007);
    String close = frame(true, 0, CLOSE, closePayload(1000, ""));
    add("7.7", "a text after the close", raw(close + filled("late", 60))).closes(1000);
    add("7.8", "a ping after the close", raw(close + frame(true, 0, PING, new byte[0])))
        .closes(1000);
    add("7.9", "two closes", raw(close + close)).closes(1000);
    add("7.10", "a close in two fragments", raw(frame(false, 0, CLOSE, closePayload(1000, ""))))
        .closes(1002);
    add("7.11", "a close byte by byte", chopped(close, 1)).closes(1000);
    for (int code :
        new int[] {
          1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 3999, 4000, 4999
        }) {
      add("7.12", "close " + code, raw(frame(true, 0, CLOSE, closePayload(code, "")))).closes(code);
    }
    for (int code : new int[] {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999}) {
      add("7.13", "close " + code, raw(frame(true, 0, CLOSE, closePayload(code, "")))).closes(1002);
    }
    add(
            "7.12",
            "close 1014, or 1002 by a client too old for it",
            raw(frame(true, 0, CLOSE, closePayload(1014, ""))))
        .closes(1014, 1002);
    for (int code : new int[] {5000, 65_535}) {
      add(
              "7.14",
              "close " + code + ", of which the standard says nothing",
              raw(frame(true, 0, CLOSE, closePayload(code, ""))))
          .closes(1002, ABNORMAL, code);
    }
  }

  private void limits() {
    for (int size : new int[] {131_072, 524_288, LIMIT}) {
      add("9.1", "a text of " + size + " bytes", fill("a", size)).replies("a");
    }
    add("9.2", "a text of " + (LIMIT + 1) + " bytes", fill("a", LIMIT + 1)).closes(1009);
    byte[] spaces = bytes(" ".repeat(LIMIT / 2));
    add(
            "9.3",
            "as much in three fragments",
            raw(
                frame(false, 0, TEXT, spaces)
                    + frame(false, 0, CONTINUATION, spaces)
                    + frame(true, 0, CONTINUATION, bytes(" "))))
        .replies("error payload_too_large")
        .closes(1009);
    add(
            "9.4",
            "1,025 fragments of a byte",
            raw(frame(false, 0, TEXT, bytes(" "))),
            raw(frame(false, 0, CONTINUATION, bytes(" "))).put("times", 1_024))
        .replies("error payload_too_large")
        .closes(1009);
    add(
            "9.5",
            "1,024 fragments of a byte",
            raw(frame(false, 0, TEXT, bytes("{"))),
            raw(frame(false, 0, CONTINUATION, bytes(" "))).put("times", 1_022),
            raw(frame(true, 0, CONTINUATION, bytes("}"))))
        .replies("error missing_field");
  }

  /** Appends to the list; what is to come of it is said on the returned entry. */
  private Entry add(String group, String title, JsonObject... steps) {
    long number = cases.stream().filter(each -> each.id().startsWith(group + ".")).count() + 1;
    cases.add(ProtocolCase.of(group + "." + number, title, steps));
    return new Entry(cases.size() - 1);
  }

  /** A case in the list. */
  private final class Entry {
    private final int at;

    private Entry(int at) {
      this.at = at;
    }

    private Entry closes(Integer... codes) {
      cases.set(at, cases.get(at).closes(codes));
      return this;
    }

    private Entry pongs(String... payloads) {
      cases.set(at, cases.get(at).pongs(payloads));
      return this;
    }

    private Entry replies(String... wanted) {
      cases.set(at, cases.get(at).replies(wanted));
      return this;
    }
  }
}
