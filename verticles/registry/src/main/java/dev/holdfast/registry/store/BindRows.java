package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The values of {@link GroupSql#BIND}, column by column. */
final class BindRows {
  private record Way(SessionRef session, Transport transport, NewBindings bindings) {}

  private record Made(SessionRef session, long waysNeeded) {}

  private final List<Way> ways = new ArrayList<>();
  private final List<Made> made = new ArrayList<>();
  private final Set<Long> seen = new HashSet<>();

  /** What the member wants to be bound to the session. */
  void ways(SessionRef session, Creation member) {
    for (Transport way : member.bindings().ways()) {
      ways.add(new Way(session, way, member.bindings()));
    }
  }

  /** That the session is new; told once for each. */
  void made(SessionRef session, Creation member) {
    if (seen.add(session.number())) {
      boolean all = member.act() == Creation.Act.MINT;
      made.add(new Made(session, all ? member.bindings().ways().size() : 0));
    }
  }

  boolean isEmpty() {
    return ways.isEmpty() && made.isEmpty();
  }

  Tuple tuple() {
    return Tuple.from(
        new Object[] {
          ways.stream().map(w -> w.session().owner().tenant()).toArray(String[]::new),
          ways.stream().map(w -> w.session().owner().name()).toArray(String[]::new),
          ways.stream().map(w -> w.transport().kind().wire()).toArray(String[]::new),
          ways.stream().map(w -> w.transport().id()).toArray(String[]::new),
          ways.stream().map(w -> w.session().number()).toArray(Long[]::new),
          ways.stream().map(w -> w.bindings().source().wire()).toArray(String[]::new),
          ways.stream().map(w -> w.bindings().pod()).toArray(String[]::new),
          made.stream().map(m -> m.session().number()).toArray(Long[]::new),
          made.stream().map(m -> m.session().owner().tenant()).toArray(String[]::new),
          made.stream().map(m -> m.session().owner().name()).toArray(String[]::new),
          made.stream().map(m -> m.session().id()).toArray(String[]::new),
          made.stream().map(Made::waysNeeded).toArray(Long[]::new)
        });
  }
}
