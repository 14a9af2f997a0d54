package dev.tireless.devbroker;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The program in its JVM; what it prints goes to a file. */
record Child(Process process, Path output) {

  private static final Duration POLL = Duration.ofMillis(50);

  static Child start(DevBroker.Settings settings) throws IOException {
    Path output = settings.home().resolve("output.log");
    Home.requireFree(settings.home());
    Files.deleteIfExists(output); // after that: one that runs would go on writing to the deleted
    Process process =
        new ProcessBuilder(command(settings))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new Child(process, output);
  }

  void say(String line) throws IOException {
    Writer input = process.outputWriter(StandardCharsets.UTF_8);
    input.write(line + "\n");
    input.flush();
  }

  /**
   * The first line that begins like one of these; waits for it.
   *
   * @return empty when it ended before, or took too long
   */
  Optional<String> line(Duration limit, String... beginnings) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    Optional<String> line = printedLine(beginnings);
    while (line.isEmpty() && !process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      if (System.nanoTime() > end) {
        return Optional.empty();
      }
      line = printedLine(beginnings);
    }
    return line;
  }

  private Optional<String> printedLine(String... beginnings) {
    String printed = printed();
    return printed
        .substring(0, printed.lastIndexOf('\n') + 1) // the last may be printed in part
        .lines()
        .filter(line -> List.of(beginnings).stream().anyMatch(line::startsWith))
        .findFirst();
  }

  String printed() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return "";
    }
  }

  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> command(DevBroker.Settings settings) {
    Path home = settings.home().toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(settings.jvm());
    // On JDK 25 Netty would not free the mapped files that a store is read from after a kill.
    command.add("-Dio.netty.noUnsafe=false");
    // Whatever it writes, it writes at home.
    command.addAll(List.of("-XX:-UsePerfData", "-XX:ErrorFile=" + home.resolve("crash.log")));
    command.add("-Djava.io.tmpdir=" + home.resolve(Home.TEMPORARY));
    command.add("-Duser.home=" + home);
    command.add("-Drocketmq.log.root=" + home);
    command.add("-Drmq.logback.configurationFile=rmq-dev-broker.logback.xml");
    command.addAll(settings.program());
    command.addAll(arguments(settings, home));
    return command;
  }

  private static List<String> arguments(DevBroker.Settings settings, Path home) {
    List<String> arguments = new ArrayList<>(List.of("--home=" + home, "--while-parent-lives"));
    arguments.add("--name-server-port=" + settings.nameServerPort());
    arguments.add("--broker-port=" + settings.brokerPort());
    if (!settings.topics().isEmpty()) {
      arguments.add("--topics=" + String.join(",", settings.topics()));
    }
    if (!settings.groups().isEmpty()) {
      arguments.add("--groups=" + String.join(",", settings.groups()));
    }
    settings.broker().forEach((name, value) -> arguments.add("--broker." + name + "=" + value));
    return arguments;
  }
}
