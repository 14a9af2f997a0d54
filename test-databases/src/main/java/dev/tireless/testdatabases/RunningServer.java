package dev.tireless.testdatabases;

/** What a test must know of a server: its port, and the keeper whose life is the server's life. */
record RunningServer(int port, ProcessId keeper) {
  static RunningServer parse(String text) {
    String[] words = text.strip().split(" ", -1);
    return new RunningServer(Integer.parseInt(words[0]), ProcessId.parse(words[1]));
  }

  boolean isAlive() {
    return keeper.isAlive();
  }

  @Override
  public String toString() {
    return port + " " + keeper;
  }
}
