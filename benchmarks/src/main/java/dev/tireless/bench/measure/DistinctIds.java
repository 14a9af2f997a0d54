package dev.tireless.bench.measure;

/**
 * A set of ids that only grows, kept as 64-bit hashes without objects: a million ids are 16 MB.
 * With a million ids, the odds that two of them share a hash are one in 37 million.
 *
 * <p>Not thread-safe: it belongs to one event loop.
 */
public final class DistinctIds {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private long[] slots;
  private long size;

  /**
   * @param capacity how many slots it starts with; a power of two
   */
  public DistinctIds(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("Not a power of two: " + capacity);
    }
    slots = new long[capacity];
  }

  /** Remembers the id; tells whether it is new. */
  public boolean add(CharSequence id) {
    if (!put(hash(id))) {
      return false;
    }
    if (++size * 2 > slots.length) {
      grow();
    }
    return true;
  }

  public long size() {
    return size;
  }

  private boolean put(long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      if (slots[slot] == hash) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = hash;
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    for (long hash : old) {
      if (hash != 0) {
        put(hash);
      }
    }
  }

  /** FNV-1a, then the finalizer of MurmurHash3, so that the low bits are good too; never 0. */
  private static long hash(CharSequence id) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return hash == 0 ? 1 : hash;
  }
}
