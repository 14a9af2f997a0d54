package dev.tireless.demo.recharge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The profile {@code mysql}, run on MariaDB. */
class MysqlTest {

  @Test
  void rechargesAndTellsOnce() {
    try (TestDatabase database = TestDatabases.mariadb();
        RunningRecharge recharge = on(database)) {
      String key = Keys.next();

      List<Answer> answers =
          Together.run(4, n -> recharge.recharge(key, "{\"accountNo\":\"1\",\"payAmount\":100}"));

      String txNo = answers.get(0).txNo();
      assertThat(answers).extracting(Answer::txNo).containsOnly(txNo);
      assertThat(recharge.count("SELECT COUNT(*) FROM account_pay")).isEqualTo(1);
      await().until(() -> recharge.account().told(txNo).size() == 1);
    }
  }

  private static RunningRecharge on(TestDatabase database) {
    return new RunningRecharge(
        "--spring.profiles.active=mysql",
        "--spring.datasource.url=" + database.url(),
        "--spring.datasource.username=" + database.user(),
        "--spring.datasource.password=" + database.password());
  }
}
