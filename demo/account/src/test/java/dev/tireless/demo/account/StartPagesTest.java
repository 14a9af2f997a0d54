package dev.tireless.demo.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import dev.tireless.testdatabases.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * People play the story by hand, in a browser. Each of them has a window: the tab behind another
 * one is drawn about once a second, and clicks would wait for it.
 */
@ExtendWith(Shared.class)
class StartPagesTest {

  private static final List<String> complaints = new ArrayList<>();

  private static Chromium chromium;
  private static Page recharge;
  private static Page account;

  private final BothServices services;

  StartPagesTest(BothServices services) {
    this.services = services;
  }

  @BeforeAll
  static void launch() {
    chromium = Chromium.launch();
    recharge = newPage(newWindow());
    account = newPage(newWindow());
  }

  @AfterAll
  static void quit() {
    chromium.close();
  }

  @BeforeEach
  void openBothPages() {
    complaints.clear();
    show(recharge, services.recharge().base());
    show(account, services.account().http().base());
  }

  @AfterEach
  void leaveBothPages() {
    services.answerAs("NORMAL");
    recharge.navigate("about:blank");
    account.navigate("about:blank");
  }

  @Test
  void showsARechargeAckedAndTheBalanceRisen() {
    String accountNo = openAccount();

    Locator row = recharge(accountNo, "12345", "success");

    assertThat(row).containsText("已确认 acked");
    assertThat(account.locator("#account-" + accountNo)).containsText("¥123.45");
    row.locator("button.attempts").click();
    assertThat(recharge.locator("tr.detail").first()).containsText("ACKED");
    recharge.screenshot(picture("recharge.png"));
    Assertions.assertThat(complaints).isEmpty();
  }

  @Test
  void movesTheSwitchSoThatNothingIsAnsweredAndAsksInstead() {
    String accountNo = openAccount();
    account.getByText("丢消息 lose").click();
    assertThat(account.locator("#switch-said")).not().isEmpty();
    Locator row = recharge(accountNo, "500", "success");
    assertThat(row).containsText("待通知 pending");

    account.locator("#ask input").fill(row.getAttribute("data-tx"));
    account.locator("#ask button").click();

    assertThat(account.locator("#ask-said")).containsText("success");
    assertThat(account.locator("#account-" + accountNo)).containsText("¥5.00");
    account.getByText("正常 normal").click();
    assertThat(row).containsText("已确认 acked");
    assertThat(account.locator("#account-" + accountNo)).containsText("¥5.00");
    account.screenshot(picture("account.png"));
  }

  @Test
  void replaysARefusedOneAfterItsAccountWasOpened() {
    String accountNo = Numbers.next("page");
    Locator row = recharge(accountNo, "700", "success");
    assertThat(row).containsText("被拒收 refused");
    assertThat(account.locator("#waiting")).containsText(accountNo);

    open(accountNo, "赵六");
    row.getByText("重发 replay").click();

    assertThat(row).containsText("已确认 acked");
    assertThat(account.locator("#account-" + accountNo)).containsText("¥7.00");
  }

  @Test
  void showsWhatIsNotAckedAndFindsItByComparing() {
    services.answerAs("LOSE");
    Locator row = recharge(openAccount(), "500", "success");
    assertThat(recharge.locator("#unacked")).containsText("account");
    assertThat(recharge.locator("#unacked")).containsText("oldest #");

    account.locator("#reconcile button").click();

    assertThat(account.locator("#reconcile-said")).containsText("missing 1 · 补 repaired 1");
    assertThat(row).containsText("已确认 acked");
    assertThat(account.locator("#reports tr").first()).containsText("REQUEST");
    assertThat(account.locator("#lag")).hasText("0");
    assertThat(account.locator("#holes")).hasText("0");
    assertThat(account.locator("#known")).hasText(Pattern.compile("1:[0-9]+"));
  }

  @Test
  void countsWhatCameAndIsNotApplied() {
    assertThat(account.locator("#known")).not().hasText("0");
    int before = Integer.parseInt(account.locator("#failed").textContent());

    recharge(Numbers.next("page"), "600", "success");

    assertThat(account.locator("#failed")).hasText(Integer.toString(before + 1));
  }

  @Test
  void saysThatItDoesNotReconcile() {
    int port = FreePort.find();
    try (RunningAccount off = new RunningAccount(port, services.recharge().base());
        Page page = newPage(account.context())) {
      show(page, off.http().base());

      assertThat(page.locator("#lag")).hasText("关 off");
      assertThat(page.locator("#holes")).hasText("关 off");
      assertThat(page.locator("#failed")).hasText("0");
    }
  }

  @Test
  void finishesAProcessingRecharge() {
    String accountNo = openAccount();
    Locator row = recharge(accountNo, "100", "later");
    assertThat(row).containsText("处理中 processing");

    row.getByText("成功 succeed").click();

    assertThat(row).containsText("已确认 acked");
  }

  @Test
  void saysWhatIsWrongWithAnAmount() {
    for (String amount : List.of("-1", "0", "1.5", "abc", " ")) {
      recharge.locator("[name=payAmount]").fill(amount);
      recharge.locator("#order button").click();
      assertThat(recharge.locator("#order-said")).containsText("AMOUNT_INVALID");
      recharge.locator("#order-said").evaluate("place => place.textContent = ''");
    }
  }

  @Test
  void showsANameWithMarkupAsText() {
    String accountNo = Numbers.next("page");

    open(accountNo, "<img src=x onerror=alert(1)>");

    assertThat(account.locator("#account-" + accountNo)).containsText("<img src=x");
    Assertions.assertThat(account.locator("#accounts img").count()).isZero();
  }

  @Test
  void takesTheNumberToAskForFromTheOtherPage() {
    services.answerAs("LOSE");
    Locator row = recharge(openAccount(), "300", "success");

    try (Page opened = recharge.context().waitForPage(() -> row.getByText("去查询 ask").click())) {
      assertThat(opened.locator("#ask input")).hasValue(row.getAttribute("data-tx"));
    }
  }

  private static BrowserContext newWindow() {
    BrowserContext window = chromium.browser().newContext();
    window.setDefaultTimeout(20_000);
    return window;
  }

  private static Page newPage(BrowserContext window) {
    Page page = window.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  private static void show(Page page, URI address) {
    page.navigate(address.toString());
    assertThat(page.locator("#live")).containsText("live");
  }

  private String openAccount() {
    String accountNo = Numbers.next("page");
    open(accountNo, "王五");
    return accountNo;
  }

  private void open(String accountNo, String name) {
    account.locator("#open [name=accountNo]").fill(accountNo);
    account.locator("#open [name=accountName]").fill(name);
    account.locator("#open button").click();
    assertThat(account.locator("#account-" + accountNo)).isVisible();
  }

  /** Recharges in the page and gives the row of it. */
  private Locator recharge(String accountNo, String amount, String payment) {
    recharge.locator("#order [name=accountNo]").fill(accountNo);
    recharge.locator("#order [name=payAmount]").fill(amount);
    recharge.locator("#order [name=payment]").selectOption(payment);
    recharge.locator("#order button").click();
    Locator row = recharge.locator("tr[data-tx]").filter(having(accountNo));
    String txNo = row.getAttribute("data-tx");
    return recharge.locator("tr[data-tx='" + txNo + "']");
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static ScreenshotOptions picture(String name) {
    return new ScreenshotOptions()
        .setPath(Path.of("target", "screenshots", name))
        .setFullPage(true);
  }
}
