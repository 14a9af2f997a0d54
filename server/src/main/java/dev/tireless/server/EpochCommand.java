package dev.tireless.server;

import dev.tireless.TirelessException;
import dev.tireless.deliver.Receivers;
import dev.tireless.store.Database;
import dev.tireless.store.NodeStore;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;

/** {@code raise}: to be called once after the notifier's database was restored from a backup. */
final class EpochCommand {

  private static final String USAGE =
      """
      epoch raise    numbers may be given again from now on, and every receiver is told so; call it
                     once after the database was restored from a backup, before a server starts""";

  /** Of a server that lives, five heartbeats fall into it. */
  private static final Duration LIFE = Duration.ofSeconds(10);

  private final Receivers receivers;
  private final DataSource dataSource;
  private final PrintStream out;
  private final PrintStream err;

  EpochCommand(Receivers receivers, DataSource dataSource, PrintStream out, PrintStream err) {
    this.receivers = receivers;
    this.dataSource = dataSource;
    this.out = out;
    this.err = err;
  }

  /** Runs it and gives the exit code; what begins with -- is configuration. */
  int run(String... arguments) {
    List<String> words = Arrays.stream(arguments).filter(a -> !a.startsWith("--")).toList();
    if (!words.equals(List.of("raise"))) {
      err.println(USAGE);
      return QuarantineCommand.MISUSED;
    }
    try {
      Database database = new Database(dataSource);
      String url = database.read("read the url", c -> withoutSecrets(c.getMetaData().getURL()));
      return raise(database, url);
    } catch (TirelessException e) {
      err.println(e.getMessage());
      return QuarantineCommand.FAILED;
    }
  }

  private int raise(Database database, String url) {
    int live =
        database.read("look for servers", c -> new NodeStore(database.dialect()).live(c, LIFE));
    if (live > 0) {
      err.printf(
          "%d servers run on %s. Stop them first, and wait %d s after one that was killed%n",
          live, url, LIFE.toSeconds());
      return QuarantineCommand.FAILED;
    }
    int raised = receivers.raiseEpoch();
    if (raised == 0) {
      err.printf(
          "There is no receiver on %s. Is it the server's database? Give the command the server's"
              + " own configuration, for example"
              + " --spring.config.additional-location=file:my-server.yml%n",
          url);
      return QuarantineCommand.FAILED;
    }
    out.printf("The epoch of %d receivers is raised on %s%n", raised, url);
    return QuarantineCommand.DONE;
  }

  /** Some drivers take a user and a password in their url. */
  private static String withoutSecrets(String url) {
    return url.replaceFirst("//[^/@]*@", "//").replaceAll("(?i)(password|pwd)=[^&;]*", "$1=***");
  }
}
