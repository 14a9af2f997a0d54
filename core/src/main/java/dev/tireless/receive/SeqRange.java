package dev.tireless.receive;

import dev.tireless.store.CatchUpStore.SeenAt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Numbers from the first to the last, both included. */
record SeqRange(long first, long last) {

  long size() {
    return last - first + 1;
  }

  /**
   * What is missing behind a number.
   *
   * @param seen the next numbers that came, ascending
   * @param notSince holes whose end came later are left alone
   */
  static List<SeqRange> holes(long behind, List<SeenAt> seen, Instant notSince) {
    List<SeqRange> holes = new ArrayList<>();
    long last = behind;
    for (SeenAt next : seen) {
      if (next.seq() > last + 1 && !next.at().isAfter(notSince)) {
        holes.add(new SeqRange(last + 1, next.seq() - 1));
      }
      last = next.seq();
    }
    return holes;
  }

  /** How far the numbers go on without a hole. */
  static long contiguous(long from, List<SeenAt> seen) {
    long contiguous = from;
    for (SeenAt next : seen) {
      if (next.seq() != contiguous + 1) {
        break;
      }
      contiguous = next.seq();
    }
    return contiguous;
  }

  /** Numbers that follow each other, as ranges. */
  static List<SeqRange> of(List<Long> ascending) {
    List<SeqRange> ranges = new ArrayList<>();
    for (long seq : ascending) {
      int last = ranges.size() - 1;
      if (last >= 0 && ranges.get(last).last() + 1 == seq) {
        ranges.set(last, new SeqRange(ranges.get(last).first(), seq));
      } else {
        ranges.add(new SeqRange(seq, seq));
      }
    }
    return ranges;
  }
}
