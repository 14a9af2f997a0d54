package dev.tireless.demo.account.credit;

import dev.tireless.demo.account.problem.Problem;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts and their balances; opening one heals a refused recharge, which is then replayed. */
@RestController
@RequestMapping("/demo/accounts")
class AccountController {

  private static final Pattern ACCOUNT_NO = Pattern.compile("[A-Za-z0-9._:~-]{1,64}");
  private static final int LONGEST_NAME = 100;

  private final Accounts accounts;

  AccountController(Accounts accounts) {
    this.accounts = accounts;
  }

  record Opening(@Nullable String accountNo, @Nullable String accountName) {
    Account checked() {
      if (accountNo == null || !ACCOUNT_NO.matcher(accountNo).matches()) {
        throw Problem.badRequest(
            "ACCOUNT_NO_INVALID", "accountNo must be 1 to 64 letters, digits or . _ : ~ -");
      }
      if (accountName == null || accountName.isBlank() || accountName.length() > LONGEST_NAME) {
        throw Problem.badRequest(
            "ACCOUNT_NAME_INVALID", "accountName must be 1 to " + LONGEST_NAME + " characters");
      }
      return new Account(accountNo, accountName.strip(), 0);
    }
  }

  @GetMapping
  List<Account> all() {
    return accounts.all();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Account open(@RequestBody Opening opening) {
    Account account = opening.checked();
    try {
      accounts.open(account.accountNo(), account.accountName());
      return account;
    } catch (DuplicateKeyException e) {
      throw Problem.of(
          HttpStatus.CONFLICT, "ACCOUNT_EXISTS", "Account " + account.accountNo() + " is open");
    }
  }
}
