package dev.tireless.spring.reconcile;

import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.EpochChangedException;
import dev.tireless.reconcile.FeedQuestion;
import dev.tireless.reconcile.Job;
import dev.tireless.reconcile.Reconciliation;
import dev.tireless.reconcile.Scope;
import dev.tireless.reconcile.Step;
import dev.tireless.wire.Watermark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Answers the calls of PROTOCOL's section 5. Thread-safe. */
final class ReconciliationEndpoint {

  private static final Logger log = LoggerFactory.getLogger(ReconciliationEndpoint.class);

  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST_SUBJECTS = 100;
  private static final int MOST_SEQS = 1000;
  private static final int LONGEST_WAIT_SECONDS = 30;
  private static final Duration BEYOND_WAIT = Duration.ofSeconds(15);

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
      @Nullable String only) {}

  ServerResponse result(ServerRequest request) {
    return answered(
        () -> {
          Caller caller = callers.admit(request, Scope.RESULTS_READ);
          String topic = request.pathVariable("topic");
          String subject = request.pathVariable("subject");
          return Json.ok(
              reconciliation
                  .result(caller, topic, subject)
                  .orElseThrow(
                      () ->
                          ProblemException.of(
                              Code.RESULT_UNKNOWN,
                              "No result of %s/%s was delivered to %s"
                                  .formatted(topic, subject, caller.receiver()))));
        });
  }

  ServerResponse results(ServerRequest request) {
    return answered(
        () -> {
          Caller caller = callers.admit(request, Scope.RESULTS_READ);
          ResultsQuestion asked = new Question(request).body(ResultsQuestion.class);
          if (asked.topic() == null
              || asked.subjects() == null
              || asked.subjects().stream().anyMatch(Objects::isNull)
              || asked.subjects().size() > MOST_SUBJECTS) {
            throw Question.bad(
                "A topic and at most %d subjects are asked for".formatted(MOST_SUBJECTS));
          }
          return Json.ok(
              Map.of("results", reconciliation.results(caller, asked.topic(), asked.subjects())));
        });
  }

  ServerResponse feed(ServerRequest request) {
    return answered(
        () -> {
          Caller caller = callers.admit(request, Scope.FEED_READ);
          Question question = new Question(request);
          FeedQuestion asked =
              new FeedQuestion(
                  question.required("epoch"),
                  question.number("after", 0),
                  question.number("until", Long.MAX_VALUE),
                  (int) Math.min(Integer.MAX_VALUE, question.number("limit", DEFAULT_LIMIT)));
          long wait = question.number("wait", 0);
          if (wait > LONGEST_WAIT_SECONDS) {
            throw Question.bad("wait is at most %d seconds".formatted(LONGEST_WAIT_SECONDS));
          }
          return wait > 0 && isUpToDate(reconciliation.watermark(caller), asked)
              ? waiting(caller, asked, Duration.ofSeconds(wait))
              : Json.ok(reconciliation.feed(caller, asked));
        });
  }

  /** In another epoch there is nothing to wait for: the answer is that it is another. */
  private static boolean isUpToDate(Watermark watermark, FeedQuestion asked) {
    return watermark.epoch() == asked.epoch() && watermark.seq() <= asked.after();
  }

  private ServerResponse waiting(Caller caller, FeedQuestion asked, Duration wait) {
    CompletableFuture<ServerResponse> answer =
        waiters.await(
            caller,
            asked.after(),
            wait,
            () -> answered(() -> Json.ok(reconciliation.feed(caller, asked))));
    return ServerResponse.async(answer, wait.plus(BEYOND_WAIT));
  }

  ServerResponse acks(ServerRequest request) {
    return answered(
        () -> {
          Caller caller = callers.admit(request, Scope.ACK);
          AcksQuestion asked = new Question(request).body(AcksQuestion.class);
          List<Long> seqs = seqs(asked.seqs());
          if (asked.upTo() != null && asked.upTo() < 0) {
            throw Question.bad("upTo is a number from 0, not " + asked.upTo());
          }
          return Json.ok(
              Map.of(
                  "acked", reconciliation.acknowledge(caller, asked.epoch(), seqs, asked.upTo())));
        });
  }

  ServerResponse watermark(ServerRequest request) {
    return answered(
        () -> {
          Caller caller = callers.admit(request, Scope.FEED_READ);
          Question question = new Question(request);
          if (question.has("counts") && question.text("counts").equals("true")) {
            return Json.ok(reconciliation.watermarkWithCounts(caller));
          }
          Watermark watermark = reconciliation.watermark(caller);
          Optional<String> known = question.header(HttpHeaders.IF_NONE_MATCH);
          return known.isPresent() && known.get().contains(watermark.etag())
              ? ServerResponse.status(HttpStatus.NOT_MODIFIED).eTag(watermark.etag()).build()
              : Json.tagged(watermark.etag(), watermark);
        });
  }

  ServerResponse digests(ServerRequest request) {
    return answered(
        () -> {
          Caller caller = callers.admit(request, Scope.FEED_READ);
          Question question = new Question(request);
          long epoch = question.required("epoch");
          if (question.has("after") || question.has("until")) {
            return Json.ok(
                Map.of(
                    "digest",
                    reconciliation.digest(
                        caller, epoch, question.required("after"), question.required("until"))));
          }
          return Json.ok(
              Map.of(
                  "buckets",
                  reconciliation.digests(
                      caller,
                      epoch,
                      question.time("from"),
                      question.time("to"),
                      Step.parse(question.text("step")))));
        });
  }

  ServerResponse redeliver(ServerRequest request) {
    return answered(
        () -> {
          Caller caller = callers.admit(request, Scope.REDELIVER);
          return Json.accepted(
              requested(caller, new Question(request).body(RedeliveryQuestion.class))
                  .orElseThrow(
                      () ->
                          ProblemException.of(
                              Code.REDELIVERY_RUNNING, "Another one is not finished yet")));
        });
  }

  private Optional<Job> requested(Caller caller, RedeliveryQuestion asked) {
    if (asked.seqs() != null) {
      return reconciliation.redeliver(caller, asked.epoch(), seqs(asked.seqs()));
    }
    if (asked.after() == null || asked.until() == null) {
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
    return answered(
        () ->
            Json.ok(
                reconciliation
                    .redelivery(callers.admit(request, Scope.REDELIVER))
                    .orElseThrow(
                        () ->
                            ProblemException.of(Code.REDELIVERY_UNKNOWN, "None was ever wanted"))));
  }

  private static List<Long> seqs(@Nullable List<Long> seqs) {
    List<Long> given = seqs == null ? List.of() : seqs;
    if (given.size() > MOST_SEQS || given.stream().anyMatch(seq -> seq == null || seq < 1)) {
      throw Question.bad("seqs are at most %d numbers from 1".formatted(MOST_SEQS));
    }
    return given;
  }

  @FunctionalInterface
  private interface Work {
    ServerResponse run();
  }

  // The boundary to the caller, which learns nothing of our insides.
  private static ServerResponse answered(Work work) {
    try {
      return work.run();
    } catch (RuntimeException e) {
      return Json.problem(problem(e));
    }
  }

  private static ProblemException problem(RuntimeException e) {
    if (e instanceof CompletionException && e.getCause() instanceof RuntimeException cause) {
      return problem(cause);
    }
    if (e instanceof ProblemException known) {
      return known;
    }
    if (e instanceof EpochChangedException changed) {
      return ProblemException.epochChanged(String.valueOf(e.getMessage()), changed.epoch());
    }
    if (e instanceof IllegalArgumentException) {
      return ProblemException.of(Code.BAD_QUESTION, String.valueOf(e.getMessage()));
    }
    log.error("Could not answer a receiver", e);
    return ProblemException.of(Code.FAILED, "Something broke here; ask again later");
  }
}
