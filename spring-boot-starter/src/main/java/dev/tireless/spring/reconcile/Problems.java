package dev.tireless.spring.reconcile;

import dev.tireless.reconcile.ClockAheadException;
import dev.tireless.reconcile.EpochChangedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.function.ServerResponse;

/** The boundary to the caller, which learns nothing of our insides. */
final class Problems {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /** What ends in an answer, or in what becomes a problem document. */
  @FunctionalInterface
  interface Work {
    ServerResponse run() throws Exception;
  }

  static ServerResponse answered(Work work) {
    try {
      return work.run();
    } catch (Exception e) {
      return Json.problem(problem(e));
    }
  }

  private static ProblemException problem(Exception e) {
    if (e instanceof ProblemException known) {
      log.debug("Refused: {} {}", known.code(), known.getMessage());
      return known;
    }
    if (e instanceof EpochChangedException changed) {
      return ProblemException.epochChanged(String.valueOf(e.getMessage()), changed.epoch());
    }
    if (e instanceof ClockAheadException) {
      log.error("A digest is refused", e);
      return ProblemException.of(Code.CLOCK_AHEAD, "Ask another node, or this one later");
    }
    log.error("Could not answer a receiver", e);
    return ProblemException.of(Code.FAILED, "Something broke here; ask again later");
  }
}
