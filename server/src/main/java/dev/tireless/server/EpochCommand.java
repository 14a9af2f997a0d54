package dev.tireless.server;

import dev.tireless.TirelessException;
import dev.tireless.deliver.Receivers;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** {@code raise}: to be called once after the notifier's database was restored from a backup. */
final class EpochCommand {

  private static final String USAGE =
      """
      epoch raise    numbers may be given again from now on, and every receiver is told so; call it
                     once after the database was restored from a backup, before a server starts""";

  private final Receivers receivers;
  private final PrintStream out;
  private final PrintStream err;

  EpochCommand(Receivers receivers, PrintStream out, PrintStream err) {
    this.receivers = receivers;
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
      out.println("The epoch of " + receivers.raiseEpoch() + " receivers is raised");
      return QuarantineCommand.DONE;
    } catch (TirelessException e) {
      err.println(e.getMessage());
      return QuarantineCommand.FAILED;
    }
  }
}
