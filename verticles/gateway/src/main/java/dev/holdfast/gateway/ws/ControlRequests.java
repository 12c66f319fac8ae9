package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.ControlJson;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.connection.Drivers;
import dev.holdfast.gateway.session.Controls;
import dev.holdfast.gateway.session.Controls.Wish;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Claim;
import io.vertx.core.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one connection is to its session: its driver, an observer, or neither. Answers the frames
 * about it.
 *
 * <p>A driver stays one here also when somebody else took over, so that what it sends goes on being
 * held against its own token and is refused, until it takes control again or gives it back.
 */
final class ControlRequests {
  /** What the connection is. */
  private sealed interface Standing {
    record Neither() implements Standing {}

    record Observer() implements Standing {}

    record Driver(Drivers.Seat seat) implements Standing {}
  }

  private final Controls controls;
  private final Drivers drivers;
  private final OwnSession own;
  private Standing standing = new Standing.Neither();
  private boolean closed;

  ControlRequests(Controls controls, Drivers drivers, OwnSession own) {
    this.controls = controls;
    this.drivers = drivers;
    this.own = own;
  }

  /** As what this connection's commands come to sessions; asked when their frame arrives. */
  Claim claim() {
    return standing instanceof Standing.Driver(Drivers.Seat seat) ? seat.driver() : Claim.ANYONE;
  }

  /**
   * Lets no frame pass that changes something on a connection that only observes.
   *
   * @throws Fault {@link ErrorCode#NOT_IN_CONTROL}
   */
  void require(ClientFrame frame) {
    if (standing instanceof Standing.Observer && Changing.something(frame)) {
      throw new Fault(
          ErrorCode.NOT_IN_CONTROL,
          "this connection is an observer; take control to change something");
    }
  }

  /**
   * Becomes what a hello wants, and answers what its ack says of it. Who wants to drive where
   * another does is an observer.
   */
  Future<Consumer<JsonOut>> begin(ClientFrame.@Nullable Role role) {
    return switch (role) {
      case null -> Future.succeededFuture(out -> {});
      case ClientFrame.Role.Observer observer -> observe();
      case ClientFrame.Role.Driver(Wish wish) ->
          take(wish)
              .<Consumer<JsonOut>>map(
                  taken -> out -> out.text("role", "driver").object("control", taken))
              .recover(failure -> notInControl(failure) ? observe() : Future.failedFuture(failure));
    };
  }

  Future<Reply> answer(ClientFrame.OfControl frame, String requestId) {
    return switch (frame) {
      case ClientFrame.TakeControl(Wish wish) ->
          take(wish).map(taken -> Reply.to("take_control", requestId, taken));
      case ClientFrame.ReleaseControl release -> release(requestId);
      case ClientFrame.GetControl get ->
          own.or(get.sessionId())
              .compose(controls::get)
              .map(state ->
                  Reply.to("get_control", requestId, out -> ControlJson.write(out, state)));
    };
  }

  void close() {
    closed = true;
    leave();
  }

  private Future<Consumer<JsonOut>> observe() {
    return controls
        .get(own.session())
        .map(state -> {
          standing = new Standing.Observer();
          return out ->
              out.text("role", "observer")
                  .object("control", inner -> ControlJson.write(inner, state));
        });
  }

  private Future<Consumer<JsonOut>> take(Wish wish) {
    return controls
        .take(own.session(), wish)
        .map(taken -> {
          leave();
          if (!closed) {
            standing =
                new Standing.Driver(
                    drivers.seat(new Claim.Driver(own.session(), taken.token().hash())));
          }
          return out -> ControlJson.write(out, taken.control(), taken.token(), taken.leaseMs());
        });
  }

  /** Of a lease that somebody else holds by now only the memory is given back. */
  private Future<Reply> release(String requestId) {
    Standing asked = standing;
    return controls
        .release(own.session(), claim())
        .onComplete(done -> {
          // Not where it failed otherwise, nor what was taken meanwhile.
          if (standing.equals(asked) && (done.succeeded() || notInControl(done.cause()))) {
            leave();
          }
        })
        .map(state -> Reply.to("release_control", requestId, out -> ControlJson.write(out, state)));
  }

  private static boolean notInControl(Throwable failure) {
    return failure instanceof Fault fault && fault.code() == ErrorCode.NOT_IN_CONTROL;
  }

  private void leave() {
    if (standing instanceof Standing.Driver(Drivers.Seat seat)) {
      seat.leave();
      standing = new Standing.Neither();
    }
  }
}
