package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.AccountBooks;
import dev.tireless.demo.story.books.NotifierBooks;
import dev.tireless.demo.story.books.RechargeBooks;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The questions that several lines put to the two databases. */
final class Proof {

  private final RechargeBooks recharge;
  private final NotifierBooks notifier;
  private final AccountBooks account;
  private final Findings findings;

  Proof(RechargeBooks recharge, NotifierBooks notifier, AccountBooks account, Findings findings) {
    this.recharge = recharge;
    this.notifier = notifier;
    this.account = account;
    this.findings = findings;
  }

  /** Where an account stood at one moment: what was paid to it, and what it holds. */
  record Mark(String accountNo, long paid, long balance) {}

  Mark mark(String accountNo) {
    return new Mark(accountNo, recharge.paidTo(accountNo), account.balance(accountNo));
  }

  /** Since the mark, exactly this much was paid and exactly this much credited. */
  void grewBy(long fen, Mark since) {
    String accountNo = since.accountNo();
    findings.same(
        "account_pay: paid to account " + accountNo + ", 分",
        fen,
        recharge.paidTo(accountNo) - since.paid());
    findings.same(
        "account_info: balance of account " + accountNo + " grew by, 分",
        fen,
        account.balance(accountNo) - since.balance());
  }

  /** Each is a success, and marked as credited. That it was so once, {@link #grewBy} proves. */
  void credited(Collection<String> txNos) {
    haveResult("success", txNos);
    marked(txNos.size(), txNos);
  }

  void notCredited(Collection<String> txNos) {
    marked(0, txNos);
  }

  private void marked(int expected, Collection<String> txNos) {
    findings.same("de_duplication: credited", of(expected, txNos), of(countCredited(txNos), txNos));
  }

  void haveResult(String result, Collection<String> txNos) {
    Map<String, String> results = recharge.results();
    findings.same(
        "account_pay: " + result,
        of(txNos.size(), txNos),
        of(count(txNos, tx -> result.equals(results.get(tx))), txNos));
  }

  /** The delivery of each is in that state. */
  void haveState(String state, Collection<String> txNos) {
    findings.same(
        "tireless_delivery: " + state,
        of(txNos.size(), txNos),
        of(countState(state, txNos), txNos));
  }

  boolean allHaveState(String state, Collection<String> txNos) {
    return countState(state, txNos) == txNos.size();
  }

  long countCredited(Collection<String> txNos) {
    Set<String> credited = account.credited();
    return count(txNos, credited::contains);
  }

  boolean allCredited(Collection<String> txNos) {
    return account.credited().containsAll(txNos);
  }

  private long countState(String state, Collection<String> txNos) {
    Map<String, String> states = notifier.states();
    return count(txNos, tx -> state.equals(states.get(tx)));
  }

  private static long count(Collection<String> txNos, Predicate<String> condition) {
    return txNos.stream().filter(condition).count();
  }

  private static String of(long number, Collection<String> txNos) {
    return number + " of " + txNos.size();
  }
}
