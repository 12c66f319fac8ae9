package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What changed of which a client was not told, and up to which event it was told of all that it
 * wants to know. What it wants is looked up now and then: what changed before a look is told with
 * its answer, what changed after it with the next one.
 */
final class Untold {
  /** Of more than that nobody keeps which they are. */
  private static final int CHANGED_MAX = 1_000;

  private Set<String> changed = new HashSet<>();
  private boolean missed;
  private Set<String> looking = Set.of();
  private boolean lookingAtAll;
  private long seq;
  private long looked;
  private long told;

  /**
   * Begins anew. Whoever comes back before all was told of has to be told again.
   *
   * @param from the number of the last event that was told
   * @param all whether nobody knows what changed before it
   */
  void begin(long from, boolean all) {
    changed.clear();
    looking = Set.of();
    lookingAtAll = false;
    missed = all;
    seq = from;
    told = all ? McpAnswer.Following.FROM_NOW : from;
    looked = told;
  }

  void add(Set<String> uris, long at) {
    changed.addAll(uris);
    seq = at;
    if (changed.size() > CHANGED_MAX) {
      miss();
    }
  }

  /** Nobody knows what changed, so all of it may have. */
  void miss() {
    changed.clear();
    missed = true;
  }

  boolean isAny() {
    return missed || !changed.isEmpty();
  }

  /** A look begins. */
  void look() {
    looking = changed;
    lookingAtAll = missed;
    looked = seq;
    changed = new HashSet<>();
    missed = false;
  }

  /** It came to nothing. */
  void unlook() {
    changed.addAll(looking);
    missed |= lookingAtAll;
    looked = told;
  }

  /** What to tell of what is wanted, once; {@link #told} is what it comes to. */
  List<String> due(Set<String> wanted) {
    return wanted.stream().filter(uri -> lookingAtAll || looking.contains(uri)).toList();
  }

  /** All that was due was told. */
  void tell() {
    told = looked;
  }

  /** The number of the event up to which it is told once all that is due was told. */
  long next() {
    return looked;
  }

  /**
   * The number of the event up to which it is told by now; {@link McpAnswer.Following#FROM_NOW}
   * where that is not known.
   */
  long told() {
    return told;
  }
}
