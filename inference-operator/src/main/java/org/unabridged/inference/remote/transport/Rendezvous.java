package org.unabridged.inference.remote.transport;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * Rendezvous hashing (Thaler and Ravishankar 1998): every affinity ranks the replicas in an order
 * of its own. The first is the same for as long as it is there; when one goes, only what was first
 * with it moves, and evenly to all others.
 */
final class Rendezvous {

  private Rendezvous() {}

  /** The replicas in the order in which something with this affinity tries them. */
  static List<Replica> order(List<Replica> replicas, String affinity) {
    if (replicas.size() == 1) {
      return replicas;
    }
    return replicas.stream()
        .sorted(
            Comparator.comparingLong((Replica replica) -> weight(replica.address(), affinity))
                .reversed())
        .toList();
  }

  static long weight(URI address, String affinity) {
    long hash = 0xcbf29ce484222325L;
    for (byte value : (address + "\n" + affinity).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ value & 0xff) * 0x100000001b3L;
    }
    return mixed(hash);
  }

  /** The finalizer of MurmurHash3: FNV alone leaves the high bits, which decide, too alike. */
  private static long mixed(long hash) {
    long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
