package dev.tireless.spring.reconcile;

import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.FeedQuestion;
import dev.tireless.reconcile.Job;
import dev.tireless.reconcile.Reconciliation;
import dev.tireless.reconcile.Scope;
import dev.tireless.reconcile.Step;
import dev.tireless.wire.Names;
import dev.tireless.wire.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Answers the calls of PROTOCOL's section 5; what it throws becomes a problem document at {@link
 * Problems}. Thread-safe.
 */
final class ReconciliationEndpoint {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST_SUBJECTS = 100;
  private static final int MOST_SEQS = 1000;
  private static final int LONGEST_WAIT_SECONDS = 30;

  /** How long the answer after a wait may take. */
  private static final Duration BEYOND_WAIT = Duration.ofSeconds(15);

  /** The web server's own patience ends later: its words are not ours. */
  private static final Duration BEYOND_ANSWER = Duration.ofSeconds(5);

  private final Reconciliation reconciliation;
  private final Callers callers;
  private final FeedWaiters waiters;

  ReconciliationEndpoint(Reconciliation reconciliation, Callers callers, FeedWaiters waiters) {
    this.reconciliation = reconciliation;
    this.callers = callers;
    this.waiters = waiters;
  }

  private record ResultsQuestion(@Nullable String topic, @Nullable List<String> subjects) {}

  private record AcksQuestion(long epoch, @Nullable List<Long> seqs, @Nullable Long upTo) {}

  private record RedeliveryQuestion(
      long epoch,
      @Nullable List<Long> seqs,
      @Nullable Long after,
      @Nullable Long until,
      @Nullable String only) {

    private boolean hasRange() {
      return after != null || until != null || only != null;
    }
  }

  ServerResponse result(ServerRequest request) {
    Caller caller = callers.admit(request, Scope.RESULTS_READ);
    Question.of(request);
    String topic = name("topic", request.pathVariable("topic"));
    String subject = name("subject", request.pathVariable("subject"));
    return Json.ok(
        reconciliation
            .result(caller, topic, subject)
            .orElseThrow(
                () ->
                    ProblemException.of(
                        Code.RESULT_UNKNOWN,
                        "No result of %s/%s was delivered to %s"
                            .formatted(topic, subject, caller.receiver()))));
  }

  ServerResponse results(ServerRequest request) {
    Caller caller = callers.admit(request, Scope.RESULTS_READ);
    ResultsQuestion asked = Question.of(request).body(ResultsQuestion.class);
    if (asked.topic() == null
        || asked.subjects() == null
        || asked.subjects().stream().anyMatch(Objects::isNull)
        || asked.subjects().size() > MOST_SUBJECTS) {
      throw Question.bad("A topic and at most %d subjects are asked for".formatted(MOST_SUBJECTS));
    }
    String topic = name("topic", asked.topic());
    List<String> subjects = asked.subjects();
    subjects.forEach(subject -> name("subject", subject));
    return callers.expensive(
        caller, () -> Json.ok(Map.of("results", reconciliation.results(caller, topic, subjects))));
  }

  ServerResponse feed(ServerRequest request) {
    Caller caller = callers.admit(request, Scope.FEED_READ);
    Question question = Question.of(request, "epoch", "after", "until", "limit", "wait");
    FeedQuestion asked =
        Question.checked(
            () ->
                new FeedQuestion(
                    question.required("epoch"),
                    question.number("after", 0),
                    question.number("until", Long.MAX_VALUE),
                    (int) Math.min(Integer.MAX_VALUE, question.number("limit", DEFAULT_LIMIT))));
    long wait = question.number("wait", 0);
    if (wait > LONGEST_WAIT_SECONDS) {
      throw Question.bad("wait is at most %d seconds".formatted(LONGEST_WAIT_SECONDS));
    }
    return wait > 0 && isUpToDate(reconciliation.watermark(caller), asked)
        ? waiting(caller, asked, Duration.ofSeconds(wait))
        : callers.expensive(caller, () -> Json.ok(reconciliation.feed(caller, asked)));
  }

  /** In another epoch there is nothing to wait for: the answer is that it is another. */
  private static boolean isUpToDate(Watermark watermark, FeedQuestion asked) {
    return watermark.epoch() == asked.epoch() && watermark.seq() <= asked.after();
  }

  private ServerResponse waiting(Caller caller, FeedQuestion asked, Duration wait) {
    Duration longest = wait.plus(BEYOND_WAIT);
    CompletableFuture<ServerResponse> answer =
        waiters
            .await(
                caller,
                asked.after(),
                wait,
                () -> Problems.answered(() -> Json.ok(reconciliation.feed(caller, asked))))
            .completeOnTimeout(tooLate(), longest.toSeconds(), TimeUnit.SECONDS);
    return ServerResponse.async(answer, longest.plus(BEYOND_ANSWER));
  }

  private static ServerResponse tooLate() {
    return Json.problem(
        ProblemException.of(Code.FAILED, "It took too long to find the answer; ask again later"));
  }

  ServerResponse acks(ServerRequest request) {
    Caller caller = callers.admit(request, Scope.ACK);
    AcksQuestion asked = Question.of(request).body(AcksQuestion.class);
    if (asked.seqs() == null && asked.upTo() == null) {
      throw Question.bad("seqs or upTo, or both, say what is acked");
    }
    if (asked.upTo() != null && asked.upTo() < 0) {
      throw Question.bad("upTo is a number from 0, not " + asked.upTo());
    }
    List<Long> seqs = seqs(asked.seqs());
    return Json.ok(
        Map.of("acked", reconciliation.acknowledge(caller, asked.epoch(), seqs, asked.upTo())));
  }

  /** Spring compares the ETag with If-None-Match. */
  ServerResponse watermark(ServerRequest request) {
    Caller caller = callers.admit(request, Scope.FEED_READ);
    if (Question.of(request, "counts").flag("counts")) {
      return callers.expensive(caller, () -> Json.ok(reconciliation.watermarkWithCounts(caller)));
    }
    Watermark watermark = reconciliation.watermark(caller);
    return Json.tagged(watermark.etag(), watermark);
  }

  ServerResponse digests(ServerRequest request) {
    Caller caller = callers.admit(request, Scope.FEED_READ);
    Question question = Question.of(request, "epoch", "from", "to", "step", "after", "until");
    boolean range = question.hasAny("after", "until");
    if (range && question.hasAny("from", "to", "step")) {
      throw Question.bad("Either from, to and step, or after and until, say what is added up");
    }
    long epoch = question.required("epoch");
    return range ? ofRange(caller, epoch, question) : ofBuckets(caller, epoch, question);
  }

  private ServerResponse ofRange(Caller caller, long epoch, Question question) {
    long after = question.required("after");
    long until = question.required("until");
    return callers.expensive(
        caller,
        () -> Json.ok(Map.of("digest", reconciliation.digest(caller, epoch, after, until))));
  }

  private ServerResponse ofBuckets(Caller caller, long epoch, Question question) {
    Instant from = question.time("from");
    Instant to = question.time("to");
    Step step = Question.checked(() -> Step.parse(question.text("step")));
    return callers.expensive(
        caller,
        () ->
            Json.ok(
                Map.of(
                    "buckets",
                    Question.checked(
                        () -> reconciliation.digests(caller, epoch, from, to, step)))));
  }

  ServerResponse redeliver(ServerRequest request) {
    Caller caller = callers.admit(request, Scope.REDELIVER);
    RedeliveryQuestion asked = Question.of(request).body(RedeliveryQuestion.class);
    return Json.accepted(
        Question.checked(() -> requested(caller, asked))
            .orElseThrow(
                () ->
                    ProblemException.of(
                        Code.REDELIVERY_RUNNING, "Another one is not finished yet")));
  }

  private Optional<Job> requested(Caller caller, RedeliveryQuestion asked) {
    if (asked.seqs() != null && !asked.hasRange()) {
      return reconciliation.redeliver(caller, asked.epoch(), seqs(asked.seqs()));
    }
    if (asked.seqs() != null || asked.after() == null || asked.until() == null) {
      throw Question.bad("Either seqs, or after and until, say what is to be told again");
    }
    String only = asked.only() == null ? "UNACKED" : asked.only();
    if (!only.equals("UNACKED") && !only.equals("ALL")) {
      throw Question.bad("only is UNACKED or ALL, not '" + only + "'");
    }
    return reconciliation.redeliver(
        caller, asked.epoch(), asked.after(), asked.until(), only.equals("ALL"));
  }

  ServerResponse redelivery(ServerRequest request) {
    Caller caller = callers.admit(request, Scope.REDELIVER);
    Question.of(request);
    return Json.ok(
        reconciliation
            .redelivery(caller)
            .orElseThrow(
                () -> ProblemException.of(Code.REDELIVERY_UNKNOWN, "None was ever wanted")));
  }

  private static List<Long> seqs(@Nullable List<Long> seqs) {
    List<Long> given = seqs == null ? List.of() : seqs;
    if (given.size() > MOST_SEQS || given.stream().anyMatch(seq -> seq == null || seq < 1)) {
      throw Question.bad("seqs are at most %d numbers from 1".formatted(MOST_SEQS));
    }
    return given;
  }

  /** No database is asked for what cannot be there: some break over foreign characters. */
  private static String name(String what, String text) {
    return Question.checked(
        () -> {
          Names.check(what, text);
          return text;
        });
  }
}
