package dev.tireless.demo.recharge;

/** What a successful recharge is announced as. */
public final class Announcement {

  public static final String TOPIC = "recharge.completed";

  private Announcement() {}
}
