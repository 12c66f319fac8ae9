package dev.holdfast.loadtests.hostile;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** Carries out one attack and tells what it was answered. */
public final class Attacker {
  private static final int CLOSE = 0x8;
  private static final int OPCODE = 0x0F;
  private static final int LENGTH = 0x7F;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private final int port;
  private final int patienceMs;
  private final byte[] upgrade;
  private final byte[] hello;

  /**
   * @param patienceMs an answer that takes longer is a failure
   */
  public Attacker(int port, String token, int patienceMs) {
    this.port = port;
    this.patienceMs = patienceMs;
    this.upgrade = Attack.upgrade("127.0.0.1:" + port);
    this.hello =
        Frames.text("{\"op\":\"hello\",\"protocol_version\":1,\"token\":\"" + token + "\"}");
  }

  /**
   * The status or close code, {@link Attack#SILENCE} where the connection ended without one, also
   * for who left first.
   *
   * @throws IOException where nothing happened for so long
   */
  public int carryOut(Attack attack) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patienceMs);
      socket.setSoTimeout(patienceMs);
      OutputStream out = socket.getOutputStream();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      if (attack.upgraded()) {
        out.write(upgrade);
        int status = status(in);
        if (status != 101) {
          return status;
        }
        out.write(hello);
        in.readUnsignedByte();
        in.skipNBytes(length(in));
      }
      send(out, attack.bytes().getBytes());
      if (attack.halfway()) {
        socket.setSoLinger(true, 0); // a reset, no orderly end
        return Attack.SILENCE;
      }
      return attack.upgraded() ? closeCode(in) : status(in);
    }
  }

  /** Who is refused before the last byte may find the connection closed; the answer counts. */
  private static void send(OutputStream out, byte[] bytes) throws IOException {
    try {
      out.write(bytes);
      out.flush();
    } catch (SocketException e) {
      return;
    }
  }

  private static int status(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    try {
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.readUnsignedByte());
      }
    } catch (EOFException | SocketException e) {
      if (head.isEmpty()) {
        return Attack.SILENCE;
      }
    }
    String[] words = head.toString().split(" ", 3);
    return Integer.parseInt(words[1]);
  }

  private static int closeCode(DataInputStream in) throws IOException {
    try {
      while (true) {
        int opcode = in.readUnsignedByte() & OPCODE;
        byte[] payload = in.readNBytes(length(in));
        if (opcode == CLOSE) {
          return payload.length < 2
              ? Attack.SILENCE
              : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        }
      }
    } catch (EOFException | SocketException e) {
      return Attack.SILENCE;
    }
  }

  private static int length(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() & LENGTH;
    return switch (length) {
      case LENGTH_16 -> in.readUnsignedShort();
      case LENGTH_64 -> Math.toIntExact(in.readLong());
      default -> length;
    };
  }
}
