package dev.tireless.demo.sample;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The notifying party over HTTP. */
@RestController
@RequestMapping("/account")
class AccountPayController {

  private final AccountPayService accountPayService;

  AccountPayController(AccountPayService accountPayService) {
    this.accountPayService = accountPayService;
  }

  @GetMapping("/paydo")
  @Nullable AccountPay pay(AccountPay accountPay) {
    String txNo = UUID.randomUUID().toString();
    return accountPayService.insertAccountPay(accountPay.withId(txNo));
  }

  @GetMapping("/payResult/{txNo}")
  @Nullable AccountPay payresult(@PathVariable("txNo") String txNo) {
    return accountPayService.getAccountPay(txNo);
  }
}
