package dev.tireless.receive;

import dev.tireless.store.CatchUpStore.SeenAt;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;

/** Numbers from the first to the last, both included. */
record SeqRange(long first, long last) {

  long size() {
    return last - first + 1;
  }

  /** Each of them. */
  List<Long> numbers() {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  /** As far as it is within the numbers up to one; of no size when it begins behind it. */
  SeqRange until(long most) {
    return new SeqRange(first, Math.min(last, most));
  }

  /**
   * What is missing behind a number. A hole is as old as the oldest of what came from behind it.
   *
   * @param seen the next numbers that came, ascending
   * @param notSince younger holes are left alone
   */
  static List<SeqRange> holes(long behind, List<SeenAt> seen, Instant notSince) {
    Deque<SeqRange> holes = new ArrayDeque<>();
    Instant oldest = Instant.MAX;
    for (int i = seen.size() - 1; i >= 0; i--) {
      SeenAt next = seen.get(i);
      long before = i == 0 ? behind : seen.get(i - 1).seq();
      oldest = next.at().isBefore(oldest) ? next.at() : oldest;
      if (next.seq() > before + 1 && !oldest.isAfter(notSince)) {
        holes.addFirst(new SeqRange(before + 1, next.seq() - 1));
      }
    }
    return List.copyOf(holes);
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
