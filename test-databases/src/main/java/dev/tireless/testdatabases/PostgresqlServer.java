package dev.tireless.testdatabases;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;

/** Starts PostgreSQL as in production: it syncs every commit to disk, which zonky switches off. */
final class PostgresqlServer {
  private PostgresqlServer() {}

  static void start(ServerFolder folder, int port) throws IOException {
    EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(folder.programs().toFile())
        .setDataDirectory(folder.data())
        .setRegisterShutdownHook(false)
        .setPort(port)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("max_connections", "300")
        .setServerConfig("deadlock_timeout", "100ms")
        .setLocaleConfig("locale", "C.UTF-8")
        .setPGStartupWait(Duration.ofMinutes(1))
        .setOutputRedirector(Redirect.INHERIT)
        .setErrorRedirector(Redirect.INHERIT)
        .start();
  }
}
