package dev.tireless.demo.account;

import dev.tireless.rocketmq.Quarantine;
import dev.tireless.server.ServerApplication;
import java.net.URI;
import java.nio.file.Path;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The notifier server in this JVM, as scheme 2 of the source document needs it. */
final class RunningServer implements AutoCloseable {

  private final ConfigurableApplicationContext context;

  RunningServer(Path folder, String nameServer, URI accountUrl) {
    context =
        ServerApplication.start(
            "--server.port=0",
            "--spring.datasource.url=jdbc:h2:file:" + folder + "/notifier;WRITE_DELAY=0",
            "--spring.config.additional-location=file:../notifier.yml",
            "--demo.name-server=" + nameServer,
            "--demo.secret=" + Settings.SECRET,
            "--demo.credential=" + Settings.CREDENTIAL,
            "--demo.account.url=" + accountUrl);
  }

  Quarantine quarantine() {
    return context.getBean(Quarantine.class);
  }

  long notifications() {
    return context
        .getBean(JdbcClient.class)
        .sql("SELECT COUNT(*) FROM tireless_notification")
        .query(Long.class)
        .single();
  }

  @Override
  public void close() {
    context.close();
  }
}
