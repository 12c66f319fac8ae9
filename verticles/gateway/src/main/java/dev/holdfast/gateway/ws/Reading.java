package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.connection.BackPressure;
import dev.holdfast.gateway.limit.Pace;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * How far a socket is read: only as much as can be answered and as the client takes answers, and no
 * faster than its pace. What the client sends meanwhile waits in its own buffers.
 */
final class Reading {
  private final Vertx vertx;
  private final Socket socket;
  private final BackPressure pressure;
  private final Slowing slowing;
  private final int inFlightMax;
  private final BooleanSupplier isSettling;
  private final List<Integer> controls = new ArrayList<>();
  private int inFlight;

  /**
   * @param inFlightMax frames that may wait for their answers
   * @param isSettling while it is so nothing is read
   */
  Reading(
      Vertx vertx,
      Socket socket,
      BackPressure pressure,
      Pace pace,
      int inFlightMax,
      BooleanSupplier isSettling) {
    this.vertx = vertx;
    this.socket = socket;
    this.pressure = pressure;
    this.slowing = new Slowing(vertx, pace, this::regulate);
    this.inFlightMax = inFlightMax;
    this.isSettling = isSettling;
  }

  /** A message of so many bytes came. */
  void heard(int length) {
    slowing.heard(length);
  }

  /**
   * The library answers pings by itself, whether or not the client takes the answers. Seen to in a
   * later turn: after such a frame the library asks for the next one, whoever paused.
   */
  void control(int length) {
    if (controls.isEmpty()) {
      vertx.runOnContext(later -> {
        List<Integer> heard = List.copyOf(controls);
        controls.clear();
        heard.forEach(slowing::heard);
        pressure.wrote();
        regulate();
      });
    }
    controls.add(length);
  }

  /** A frame waits for its answer. */
  void taken() {
    inFlight++;
    regulate();
  }

  /** It was answered or refused. */
  void answered() {
    inFlight--;
    regulate();
  }

  /** Reads on or stops reading; to be called after whatever may have changed that. */
  void regulate() {
    socket.read(
        !slowing.isSlowed()
            && !isSettling.getAsBoolean()
            && inFlight < inFlightMax
            && !socket.isFull());
  }
}
