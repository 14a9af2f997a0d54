package dev.tireless.testdatabases;

/** A database server that runs in the care of the keeper. */
interface Server {
  int port();

  void stop() throws Exception;
}
