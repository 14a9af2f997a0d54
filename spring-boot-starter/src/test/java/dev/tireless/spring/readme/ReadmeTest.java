package dev.tireless.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the README shows is what this test runs. */
class ReadmeTest {

  @Test
  void creditsTheAccountByTheCodeAndTheConfigurationThatItShows() {
    try (Party account = Party.start(Accounts.class, Readme.blocks("yaml").get(1));
        Party recharge =
            Party.start(Recharges.class, Readme.blocks("yaml").get(0), told(account.port()))) {
      JdbcClient books = account.bean(JdbcClient.class);
      books.sql("INSERT INTO account_info VALUES ('1', 0)").update();

      recharge.bean(Recharges.class).complete(new Recharge("tx1", "1", 500, "success"));

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(balance(books)).isEqualTo(500));
    }
  }

  @Test
  void showsTheClassesThatRun() {
    assertThat(Readme.blocks("java"))
        .containsExactly(Readme.source(Recharges.class), Readme.source(Accounts.class));
  }

  @Test
  void showsEveryKeyAsTheStarterDoes() {
    assertThat(Readme.configuration()).isNotEmpty().isEqualTo(Readme.configurationOfTheStarter());
  }

  @Test
  void linksToFilesThatExist() {
    assertThat(Readme.pages().stream().flatMap(page -> Readme.links(page).stream()))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(Files.exists(file)).as("%s", file).isTrue());
  }

  private static String[] told(int port) {
    return new String[] {
      "--tireless.http.open-networks=127.0.0.0/8",
      "--tireless.receivers.account.url=http://127.0.0.1:" + port + "/tireless/notifications"
    };
  }

  private static long balance(JdbcClient books) {
    return books.sql("SELECT account_balance FROM account_info").query(Long.class).single();
  }
}
