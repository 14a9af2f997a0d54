package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(Shared.class)
class AccountsTest {

  private final Caller http;

  AccountsTest(AccountAndStub services) {
    this.http = services.http();
  }

  @Test
  void hasTheTwoAccountsOfTheStoryFromTheStart() {
    JsonNode accounts = http.get("/demo/accounts").json();

    assertThat(List.of(accounts.get(0), accounts.get(1)))
        .extracting(a -> a.get("accountNo").stringValue() + a.get("accountName").stringValue())
        .containsExactly("1张三", "2李四");
  }

  @Test
  void opensAnAccountWithNothingOnIt() {
    String accountNo = Numbers.next("new");

    Answer answer = open(accountNo, "王五");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(http.get("/demo/accounts").json()).contains(answer.json());
    assertThat(answer.json().get("accountBalance").longValue()).isZero();
  }

  @Test
  void opensAnAccountOnlyOnce() {
    open("1", "王五").isProblem(409, "ACCOUNT_EXISTS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "<script>"})
  void refusesANumberThatIsNone(String accountNo) {
    open(accountNo, "王五").isProblem(400, "ACCOUNT_NO_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void refusesANameThatIsNone(String name) {
    open(Numbers.next("new"), name).isProblem(400, "ACCOUNT_NAME_INVALID");
  }

  @Test
  void refusesMissingFieldsAndUnreadableBodies() {
    http.post("/demo/accounts", "{}").isProblem(400, "ACCOUNT_NO_INVALID");
    http.post("/demo/accounts", "{\"accountNo\":\"9\"}").isProblem(400, "ACCOUNT_NAME_INVALID");
    http.post("/demo/accounts", "{").isProblem(400, "BAD_REQUEST");
    open("9", "名".repeat(101)).isProblem(400, "ACCOUNT_NAME_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "201"})
  void showsOneToTwoHundredReceipts(String limit) {
    http.get("/demo/receipts?limit=" + limit).isProblem(400, "LIMIT_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/style.css", "/account.js", "/dom.js", "/demo/settings"})
  void servesTheStartPage(String path) {
    assertThat(http.get(path).status()).isEqualTo(200);
  }

  @Test
  void isHealthy() {
    assertThat(http.get("/actuator/health").json().get("status").stringValue()).isEqualTo("UP");
  }

  private Answer open(String accountNo, String name) {
    return http.post(
        "/demo/accounts",
        "{\"accountNo\":\"%s\",\"accountName\":\"%s\"}".formatted(accountNo, name));
  }
}
