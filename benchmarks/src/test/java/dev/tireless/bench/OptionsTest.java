package dev.tireless.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.bench.round.Entrant;
import dev.tireless.bench.round.Scenario;
import dev.tireless.bench.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  @Test
  void needsOnlyAScenario() {
    Options options = Options.parse("dead-receiver");
    assertThat(options.scenario()).isEqualTo(Scenario.DEAD_RECEIVER);
    assertThat(options.store()).isEqualTo(Store.POSTGRESQL);
    assertThat(options.seconds()).isEqualTo(20);
    assertThat(options.receivers()).isEqualTo(1000);
    assertThat(options.waiting()).isEqualTo(1_000_000);
    assertThat(options.entrants())
        .containsExactly(Entrant.ALL_WELL, Entrant.ONE_DEAD, Entrant.ALL_WELL_AGAIN);
    assertThat(options.profile()).isFalse();
  }

  @Test
  void takesWhatIsGiven() {
    Options options =
        Options.parse("publish-tx", "--store=h2", "--seconds=5", "--only=ours", "--profile");
    assertThat(options.store()).isEqualTo(Store.H2);
    assertThat(options.seconds()).isEqualTo(5);
    assertThat(options.entrants()).containsExactly(Entrant.OURS);
    assertThat(options.profile()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--store=h2                    | Name a scenario first",
        "fast                          | There are publish-tx, submit, dead-receiver, recovery, rocketmq, feed, digest",
        "submit --store=oracle         | There are postgresql, mariadb, h2",
        "feed --store=h2               | The scenario feed is played on postgresql only",
        "submit --seconds=0            | --seconds must be a whole number from 1 to 3600, not '0'",
        "submit --seconds=soon         | --seconds must be a whole number",
        "submit --only=them            | There are ours, handwritten, outbox",
        "submit --colour=red           | There is no option '--colour=red'",
        "submit seconds                | There is no option 'seconds'",
        "submit --profile=yes          | There is no option '--profile=yes'"
      })
  void explainsWhatIsWrong(String line, String message) {
    assertThatThrownBy(() -> Options.parse(line.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
