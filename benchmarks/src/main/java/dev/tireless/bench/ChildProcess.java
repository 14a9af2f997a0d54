package dev.tireless.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program of this module in a JVM of its own; what it prints is read line by line. */
final class ChildProcess implements AutoCloseable {

  private final Class<?> program;
  private final Process process;
  private final BufferedReader output;

  ChildProcess(Class<?> program, List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    this.program = program;
    process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    output = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * The next line that it prints.
   *
   * @throws IOException if it ended instead
   */
  String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw ended();
    }
    return line;
  }

  /** Waits for its end and returns the last line that it printed. */
  String lastLine() throws IOException, InterruptedException {
    @Nullable String last = null;
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      last = line;
    }
    if (process.waitFor() != 0 || last == null) {
      throw ended();
    }
    return last;
  }

  /** Ends its input, which is how it hears that it is not needed any more. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
  }

  private IOException ended() {
    return new IOException(program.getSimpleName() + " ended too early: " + process);
  }
}
