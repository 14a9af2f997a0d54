package dev.tireless.demo.sample;

/** What the broker calls with a message; returning is the ack. */
class NotifyMsgConsumer {

  private final AccountInfoService accountInfoService;

  NotifyMsgConsumer(AccountInfoService accountInfoService) {
    this.accountInfoService = accountInfoService;
  }

  void onMessage(AccountPay accountPay) {
    if ("success".equals(accountPay.result())) {
      accountInfoService.updateAccountBalance(AccountChangeEvent.of(accountPay));
    }
  }
}
