package dev.tireless.testdatabases;

/** A server that can be joined: its port, and the keeper that ends it. */
record RunningServer(int port, ProcessId keeper) {}
