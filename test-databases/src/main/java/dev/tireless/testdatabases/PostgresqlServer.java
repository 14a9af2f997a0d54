package dev.tireless.testdatabases;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;

/** PostgreSQL as in production: every commit is synced to disk, which zonky switches off. */
record PostgresqlServer(EmbeddedPostgres postgres) implements Server {
  static PostgresqlServer start(ServerFolder folder) throws IOException {
    return new PostgresqlServer(
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(folder.binaries().toFile())
            .setDataDirectory(folder.data())
            .setCleanDataDirectory(true)
            .setRegisterShutdownHook(false)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("max_connections", "300")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "")
            .setLocaleConfig("locale", "C.UTF-8")
            .setPGStartupWait(Duration.ofMinutes(1))
            .setOutputRedirector(Redirect.INHERIT)
            .setErrorRedirector(Redirect.INHERIT)
            .start());
  }

  @Override
  public int port() {
    return postgres.getPort();
  }

  @Override
  public void stop() throws IOException {
    postgres.close();
  }
}
