package dev.holdfast.loadtests.crowd;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** How one kind of server is spoken to. */
public enum Dialect {
  /** A task's worker publishes what becomes durable events; watchers subscribe. */
  HOLDFAST {
    @Override
    String watch(int room) {
      return "/ws";
    }

    @Override
    String publish(int room) {
      return "/ws";
    }

    @Override
    void watcherOpened(Line line, Wanted wanted) throws IOException {
      JsonObject hello =
          new JsonObject()
              .put("op", "hello")
              .put("token", wanted.token())
              .put("protocol_version", 1)
              .put("request_id", 1);
      if (wanted.subscribes()) {
        hello.put("session_id", wanted.rooms().get(line.place % wanted.rooms().size()));
      } else {
        hello.put("transport_id", wanted.transport(line.place));
      }
      line.send(hello.encode());
    }

    @Override
    boolean watcherReady(Line line, String text, Wanted wanted) throws IOException {
      if (text.startsWith("{\"op\":\"error\"")) {
        throw new IOException("refused: " + text);
      }
      if (!text.startsWith("{\"op\":\"hello_ack\"")) {
        return text.startsWith("{\"op\":\"subscribe_res\"");
      }
      if (wanted.subscribes()) {
        line.send(
            line.position.isEmpty()
                ? "{\"op\":\"subscribe\",\"request_id\":2}"
                : "{\"op\":\"subscribe\",\"request_id\":2,\"after\":" + line.position + "}");
      }
      return !wanted.subscribes();
    }

    @Override
    String position(Line line, String text) {
      int from = text.indexOf(SEQ) + SEQ.length();
      return text.substring(from, text.indexOf(',', from));
    }

    @Override
    void publisherOpened(Line line, Wanted wanted) throws IOException {
      line.send(
          new JsonObject()
              .put("op", "worker_hello")
              .put("token", wanted.workerToken())
              .put("agents", new JsonArray().add("feed"))
              .put("slots", wanted.rooms().size())
              .encode());
    }

    @Override
    String message(String job, String text) {
      return "{\"op\":\"job_output\",\"job_id\":\"" + job + "\",\"text\":\"" + text + "\"}";
    }
  },
  /** Whatever is sent to {@code /publish/<room>} goes to {@code /watch/<room>}. */
  PLAIN {
    @Override
    String watch(int room) {
      return "/watch/" + room;
    }

    @Override
    String publish(int room) {
      return "/publish/" + room;
    }
  },
  /** The paths of {@code nchan.conf}. */
  NCHAN {
    @Override
    String watch(int room) {
      return "/watch?id=" + room;
    }

    @Override
    String again(int room) {
      return "/resume?id=" + room;
    }

    @Override
    String publish(int room) {
      return "/publish?id=" + room;
    }
  },
  /** Engine.IO 4 and Socket.IO 5 over a WebSocket from the start. */
  SOCKET_IO {
    @Override
    String watch(int room) {
      return "/socket.io/?EIO=4&transport=websocket&room=" + room;
    }

    @Override
    String publish(int room) {
      return "/socket.io/?EIO=4&transport=websocket&room=" + room + "&publisher=1";
    }

    @Override
    void watcherOpened(Line line, Wanted wanted) {}

    @Override
    void publisherOpened(Line line, Wanted wanted) {}

    @Override
    boolean watcherReady(Line line, String text, Wanted wanted) throws IOException {
      if (text.equals("2")) {
        line.send("3");
      } else if (text.startsWith("0")) {
        line.send("40" + line.position);
      } else if (text.startsWith("40")) {
        line.position = text.substring(2);
      }
      return text.startsWith("40");
    }

    // The private id that the connect was answered with, and what follows the message.
    @Override
    String position(Line line, String text) {
      return new JsonObject()
          .put("pid", new JsonObject(line.position).getString("pid"))
          .put("offset", new JsonArray(text.substring(2)).getString(2))
          .encode();
    }

    @Override
    String message(String job, String text) {
      return "42[\"m\",\"" + text + "\"]";
    }
  },
  /** No handshake: the first connection's bytes go to all others. */
  FLOOR {
    @Override
    String watch(int room) {
      return "";
    }

    @Override
    String publish(int room) {
      return "";
    }
  };

  private static final String SEQ = "\"seq\":";

  /** The path at which a room is watched; empty for no upgrade. */
  abstract String watch(int room);

  abstract String publish(int room);

  /** The path at which it is watched from where a watcher was. */
  String again(int room) {
    return watch(room);
  }

  /** What a watcher has to say to go on after this message. */
  String position(Line line, String text) {
    return "";
  }

  void watcherOpened(Line line, Wanted wanted) throws IOException {
    line.ready = true;
  }

  void publisherOpened(Line line, Wanted wanted) throws IOException {
    line.ready = true;
  }

  /** Whether the line is ready with this text, which is no message. */
  boolean watcherReady(Line line, String text, Wanted wanted) throws IOException {
    return false;
  }

  /** A text as it is published. */
  String message(String job, String text) {
    return text;
  }
}
