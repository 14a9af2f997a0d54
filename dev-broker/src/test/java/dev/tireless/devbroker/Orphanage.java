package dev.tireless.devbroker;

import java.nio.file.Path;

/** A parent to be killed: starts a broker in the folder that it is told and says its process. */
final class Orphanage {

  private Orphanage() {}

  public static void main(String[] args) {
    DevBroker broker = new DevBroker(DevBroker.Settings.in(Path.of(args[0]))).start();
    System.out.println(broker.pid());
  }
}
