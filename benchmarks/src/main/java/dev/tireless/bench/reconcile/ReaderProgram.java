package dev.tireless.bench.reconcile;

import dev.tireless.receive.HttpNotifierClient;
import dev.tireless.receive.NotifierClient;
import java.time.Clock;
import java.util.Locale;
import tools.jackson.databind.ObjectMapper;

/** The reader as a process: a task as its argument, what it did as the last line it prints. */
public final class ReaderProgram {

  private ReaderProgram() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    ObjectMapper json = new ObjectMapper();
    Task task = json.readValue(arguments[0], Task.class);
    NotifierClient notifier = new HttpNotifierClient(task.url(), task.credential());
    System.out.println(
        json.writeValueAsString(new Reader(task, notifier, Clock.systemUTC()).run()));
    System.exit(0);
  }
}
