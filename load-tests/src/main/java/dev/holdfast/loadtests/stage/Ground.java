package dev.holdfast.loadtests.stage;

import java.util.List;

/** Where the pods of a stage stand, and what lies between them. */
public interface Ground extends AutoCloseable {
  /** All on the loopback of this machine: nothing can be cut but by the gates. */
  Ground LOOPBACK =
      new Ground() {
        @Override
        public String memberHost(int pod) {
          return "127.0.0.1";
        }

        @Override
        public String clientHost(int pod) {
          return "127.0.0.1";
        }

        @Override
        public String storesHost() {
          return "127.0.0.1";
        }

        @Override
        public List<String> launcher(int pod) {
          return List.of();
        }

        @Override
        public boolean canCut() {
          return false;
        }

        @Override
        public void members(int pod, boolean linked) {
          throw new UnsupportedOperationException("there is no link to cut");
        }

        @Override
        public void services(int pod, boolean linked) {
          throw new UnsupportedOperationException("there is no link to cut");
        }

        @Override
        public void close() {}
      };

  /** At which address the other pods reach this one. */
  String memberHost(int pod);

  /** At which address clients reach it. */
  String clientHost(int pod);

  /** At which address pods reach the gates before their stores. */
  String storesHost();

  /** What comes before the command that starts a pod. */
  List<String> launcher(int pod);

  /** Whether there are links. */
  boolean canCut();

  /** Takes a pod's link to the other pods down, or up again. */
  void members(int pod, boolean linked);

  /** The same of its link to clients and stores. */
  void services(int pod, boolean linked);

  @Override
  void close();
}
