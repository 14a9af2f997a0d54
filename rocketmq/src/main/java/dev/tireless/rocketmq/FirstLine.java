package dev.tireless.rocketmq;

/** What an exception of the client says in one line: the rest of theirs is advice and links. */
final class FirstLine {

  private FirstLine() {}

  static String of(Throwable e) {
    String text = e.getMessage() == null ? e.toString() : e.getMessage();
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse(e.toString());
  }
}
