package dev.tireless.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.deliver.Receivers;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class EpochCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void raisesTheEpochOfEveryReceiver() {
    try (TestDatabase database = TestDatabases.h2();
        ConfigurableApplicationContext context =
            ServerApplication.withoutEngine(
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--tireless.receivers.account.url=http://127.0.0.1:1/",
                "--tireless.receivers.account.secret=whsec_" + "A".repeat(32))) {
      EpochCommand command =
          new EpochCommand(
              context.getBean(Receivers.class),
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8));

      assertThat(command.run("raise", "--some.property=x")).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 receivers");
      assertThat(
              context
                  .getBean(JdbcClient.class)
                  .sql("SELECT epoch FROM tireless_receiver_head")
                  .query(Long.class)
                  .single())
          .isEqualTo(2);
      assertThat(command.run("lower")).isEqualTo(QuarantineCommand.MISUSED);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("epoch raise");
    }
  }
}
