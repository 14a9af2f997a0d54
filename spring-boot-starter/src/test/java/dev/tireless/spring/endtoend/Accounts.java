package dev.tireless.spring.endtoend;

import dev.tireless.receive.ReceivedNotification;
import dev.tireless.receive.RefusedException;
import dev.tireless.spring.OnNotification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** The receiving party. */
class Accounts {

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Set<String> failOnce = ConcurrentHashMap.newKeySet();
  private final Map<String, CountDownLatch> heldBack = new ConcurrentHashMap<>();
  private final JdbcTemplate jdbc;

  Accounts(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @OnNotification(topic = "${topic:recharge.completed}")
  @Transactional
  public void credit(ReceivedNotification notification, Recharge recharge) {
    calls.add(notification.subject());
    awaitRelease(notification.subject());
    int rows =
        jdbc.update(
            "UPDATE account_info SET account_balance = account_balance + ? WHERE account_no = ?",
            recharge.payAmount(),
            recharge.accountNo());
    if (failOnce.remove(recharge.id())) {
      throw new IllegalStateException("The handler failed after its update");
    }
    if (rows == 0) {
      throw new RefusedException("There is no account " + recharge.accountNo());
    }
  }

  /** Subjects, once per call of the handler. */
  List<String> calls() {
    return calls;
  }

  void failOnce(String subject) {
    failOnce.add(subject);
  }

  /** Lets the handler wait within its transaction until {@link #release}. */
  void holdBack(String subject) {
    heldBack.put(subject, new CountDownLatch(1));
  }

  void release(String subject) {
    heldBack.get(subject).countDown();
  }

  private void awaitRelease(String subject) {
    CountDownLatch latch = heldBack.get(subject);
    try {
      if (latch != null && !latch.await(8, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Nobody released " + subject);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void open(String accountNo) {
    jdbc.update("INSERT INTO account_info VALUES (?, 0)", accountNo);
  }

  long balance(String accountNo) {
    return jdbc.queryForObject(
        "SELECT account_balance FROM account_info WHERE account_no = ?", Long.class, accountNo);
  }
}
