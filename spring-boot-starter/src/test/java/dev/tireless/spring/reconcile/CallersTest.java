package dev.tireless.spring.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.Credentials;
import dev.tireless.reconcile.Scope;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.time.Clock;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much of a receiver's is worked on at once. */
class CallersTest {

  private static final Caller ONE = new Caller("default", "one", Scope.ALL);
  private static final Caller OTHER = new Caller("default", "other", Scope.ALL);

  private final TestDatabase database = TestDatabases.h2();
  private final Callers callers =
      new Callers(new Credentials(database.dataSource(), Clock.systemUTC()), 50);

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void leavesRoomForOthers() {
    assertThat(within(3, () -> callers.expensive(OTHER, () -> "answer"))).isEqualTo("answer");
  }

  @Test
  void worksOnFourOfAReceiverAtOnce() {
    assertThat(within(3, () -> "answer")).isEqualTo("answer");

    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> within(4, () -> "answer"));

    assertThat(refused.code()).isEqualTo(Code.TOO_MANY_REQUESTS);
    assertThat(refused.headers()).containsEntry("Retry-After", "1");
  }

  @Test
  void makesRoomAgainWhateverBecameOfIt() {
    Supplier<String> broken =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    for (int i = 0; i < 9; i++) {
      assertThat(catchThrowableOfType(IllegalStateException.class, () -> within(3, broken)))
          .isNotNull();
    }

    assertThat(within(3, () -> "answer")).isEqualTo("answer");
  }

  /** While so many others of the receiver go on. */
  private String within(int others, Supplier<String> work) {
    return callers.expensive(ONE, () -> others == 0 ? work.get() : within(others - 1, work));
  }
}
