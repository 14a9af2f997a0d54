package dev.tireless.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a class of the tests in a Java of its own, where it has memory and environment alone. */
final class ChildJvm {

  private ChildJvm() {}

  /** What the main method printed; fails with it if it ended badly. */
  static String run(
      List<String> options, Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    return end(start(options, environment, main, arguments));
  }

  static Process start(
      List<String> options, Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(options, main, arguments));
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).start();
  }

  /** The same with so few file descriptors. */
  static String runWithFiles(int atMost, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-c"));
    command.add("ulimit -n " + atMost + " && exec \"$0\" \"$@\"");
    command.addAll(command(List.of("-XX:-MaxFDLimit"), main, arguments));
    return end(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Lets it go on if it waits for its input to end, and returns as {@link #run} does. */
  static String end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("The Java of its own failed: " + said);
    }
    return said;
  }

  private static List<String> command(List<String> options, Class<?> main, String[] arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
