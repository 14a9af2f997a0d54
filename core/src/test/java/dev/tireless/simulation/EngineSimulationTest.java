package dev.tireless.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.simulation.Ledger.Violation;
import dev.tireless.simulation.Simulation.Report;
import dev.tireless.store.Migration;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many lives of a notifier. {@code -Dsimulation.seeds=n} plays n of them, {@code
 * -Dsimulation.first=seed} begins with that one.
 */
class EngineSimulationTest {

  private static final int SEEDS = Integer.getInteger("simulation.seeds", 30);
  private static final long FIRST = Long.getLong("simulation.first", 1);
  private static final int MUTANT_SEEDS = 300;

  @Test
  void nothingIsLostAndNoPromiseBroken() throws SQLException {
    List<Report> lives = new ArrayList<>();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      lives.add(live(seed, Mutant.NONE));
      if (lives.size() % 200 == 0) {
        System.out.printf("simulation: %d of %d seeds%n", lives.size(), SEEDS);
      }
    }
    int lost = lives.stream().mapToInt(Report::lost).sum();
    int holes = lives.stream().mapToInt(Report::holes).sum();
    System.out.printf(
        "simulation: seeds=%d (%d to %d) crashes=%d deliveries=%d duplicates=%d lost=%d holes=%d%n",
        SEEDS,
        FIRST,
        FIRST + SEEDS - 1,
        lives.stream().mapToInt(Report::crashes).sum(),
        lives.stream().mapToInt(Report::deliveries).sum(),
        lives.stream().mapToInt(Report::duplicates).sum(),
        lost,
        holes);
    assertThat(lost).isZero();
    assertThat(holes).isZero();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void everyMutantIsCaught(Mutant mutant) throws SQLException {
    for (long seed = mutant.firstSeed(); seed < mutant.firstSeed() + MUTANT_SEEDS; seed++) {
      try {
        live(seed, mutant);
      } catch (AssertionError caught) {
        System.out.printf("simulation: mutant %s caught: %s%n", mutant, caught.getMessage());
        return;
      }
    }
    throw new AssertionError(mutant + " lived through " + MUTANT_SEEDS + " seeds");
  }

  private static Report live(long seed, Mutant mutant) throws SQLException {
    try (TestDatabase database = TestDatabases.h2()) {
      Migration.apply(database.dataSource());
      return new Simulation(seed, database.dataSource(), mutant).run();
    } catch (Violation violation) {
      throw new AssertionError("seed " + seed + ": " + violation.getMessage(), violation);
    }
  }
}
