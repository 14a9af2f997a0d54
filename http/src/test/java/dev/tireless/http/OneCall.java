package dev.tireless.http;

import java.net.URI;

/** Sends one delivery to the url that is its argument, and prints the name of the outcome. */
final class OneCall {

  private OneCall() {}

  public static void main(String[] arguments) throws Exception {
    try (HttpChannel channel = Channels.open()) {
      URI url = URI.create(arguments[0]);
      System.out.println(Channels.send(channel, Deliveries.to(url)).name());
    }
  }
}
