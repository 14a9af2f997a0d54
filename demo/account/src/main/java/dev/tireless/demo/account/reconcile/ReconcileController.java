package dev.tireless.demo.account.reconcile;

import dev.tireless.demo.account.problem.Problem;
import dev.tireless.receive.CatchUp;
import dev.tireless.receive.CatchUpReport;
import dev.tireless.receive.CatchUpStatus;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.NotifierException;
import dev.tireless.receive.SideBySide;
import dev.tireless.wire.Digest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the account system stands with the notifier's sequence, and its reports. */
@RestController
@RequestMapping("/demo/reconcile")
class ReconcileController {

  private static final int REPORTS = 20;
  private static final int MAX_FAILED = 200;

  private final ObjectProvider<CatchUp> catchUps;
  private final Inbox inbox;

  ReconcileController(ObjectProvider<CatchUp> catchUps, Inbox inbox) {
    this.catchUps = catchUps;
    this.inbox = inbox;
  }

  /**
   * What the start page shows.
   *
   * @param on whether it reconciles by itself; if not, nobody knows what is missing
   * @param failed how many came and are not applied: they failed or were refused
   */
  record Standing(
      boolean on,
      @Nullable CatchUpStatus status,
      @Nullable Long lag,
      int failed,
      List<CatchUpReport> reports) {}

  /**
   * Hour by hour, both sides.
   *
   * @param failed as in {@link Standing}, of any day: they count as received
   */
  record Sides(boolean equal, int failed, List<Hour> hours) {}

  /** One hour of both sides. */
  record Hour(
      Instant from, boolean equal, Digest notifier, Digest receiver, List<String> differing) {

    private static Hour of(SideBySide sides) {
      return new Hour(
          sides.from(), sides.isEqual(), sides.notifier(), sides.receiver(), sides.differing());
    }
  }

  @GetMapping
  Standing standing() {
    CatchUp catchUp = catchUps.getIfAvailable();
    if (catchUp == null) {
      return new Standing(false, null, null, failed(), List.of());
    }
    CatchUpStatus status = catchUp.status();
    return new Standing(true, status, status.lag(), failed(), catchUp.reports(REPORTS));
  }

  /** Compares everything now, and repairs what differs. */
  @PostMapping
  CatchUpReport compare() {
    return asked(CatchUp::compare)
        .orElseThrow(
            () -> Problem.of(HttpStatus.CONFLICT, "BUSY", "Another instance catches up just now"));
  }

  /** Both sides of a day beside each other. */
  @GetMapping("/{date}")
  Sides sides(@PathVariable String date) {
    LocalDate day = day(date);
    List<SideBySide> hours = asked(catchUp -> catchUp.sides(day));
    return new Sides(
        hours.stream().allMatch(SideBySide::isEqual),
        failed(),
        hours.stream().map(Hour::of).toList());
  }

  private int failed() {
    return inbox.failed(MAX_FAILED).size();
  }

  private static LocalDate day(String date) {
    try {
      return LocalDate.parse(date);
    } catch (DateTimeParseException e) {
      throw Problem.badRequest("DATE_INVALID", "A date is like 2026-11-23, not '" + date + "'");
    }
  }

  private <T> T asked(Function<CatchUp, T> question) {
    CatchUp catchUp = catchUps.getIfAvailable();
    if (catchUp == null) {
      throw Problem.notFound("NOT_RECONCILING", "The account system does not reconcile by itself");
    }
    try {
      return question.apply(catchUp);
    } catch (NotifierException e) {
      throw Problem.of(
          HttpStatus.BAD_GATEWAY, "NOTIFIER_UNREACHABLE", String.valueOf(e.getMessage()));
    }
  }
}
