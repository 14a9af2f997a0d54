package dev.tireless.demo.sample;

import org.springframework.transaction.annotation.Transactional;

/** The receiving party's service, behind Spring's transaction proxy. */
class AccountInfoService {

  private final AccountInfoMapper accountInfoMapper;
  private final PayClient payClient;

  AccountInfoService(AccountInfoMapper accountInfoMapper, PayClient payClient) {
    this.accountInfoMapper = accountInfoMapper;
    this.payClient = payClient;
  }

  @Transactional
  public void updateAccountBalance(AccountChangeEvent accountChange) {
    if (accountInfoMapper.isExistTx(accountChange.txNo()) > 0) {
      return;
    }
    accountInfoMapper.updateAccountBalance(accountChange.accountNo(), accountChange.amount());
    accountInfoMapper.addTx(accountChange.txNo());
  }

  public AccountPay queryPayResult(String txNo) {
    AccountPay payresult = payClient.payresult(txNo);
    if ("success".equals(payresult.result())) {
      updateAccountBalance(AccountChangeEvent.of(payresult));
    }
    return payresult;
  }
}
