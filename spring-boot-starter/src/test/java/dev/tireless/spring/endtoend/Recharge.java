package dev.tireless.spring.endtoend;

/** The payload of the recharge system's notifications. */
record Recharge(String id, String accountNo, long payAmount, String result) {

  static final String TOPIC = "recharge.completed";
}
