package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The profile {@code mysql} of both services, run on MariaDB. */
class MysqlTest {

  @Test
  void creditsARechargeOnce() {
    try (TestDatabase rechargeBase = TestDatabases.mariadb();
        TestDatabase accountBase = TestDatabases.mariadb();
        BothServices services = new BothServices(on(rechargeBase), on(accountBase))) {
      String txNo = services.recharge("1", 100);

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(services.state(txNo)).isEqualTo("ACKED"));
      assertThat(services.account().http().get("/payresult/" + txNo).status()).isEqualTo(200);
      assertThat(services.account().balance("1")).isEqualTo(100);
      assertThat(services.account().isMarked(txNo)).isTrue();
    }
  }

  private static List<String> on(TestDatabase database) {
    return List.of(
        "--spring.profiles.active=mysql",
        "--spring.datasource.url=" + database.url(),
        "--spring.datasource.username=" + database.user(),
        "--spring.datasource.password=" + database.password());
  }
}
