package dev.tireless.demo.sample;

import java.net.URI;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** How the receiving party asks the notifying one. */
public interface PayClient {

  @GetExchange("/account/payResult/{txNo}")
  AccountPay payresult(@PathVariable("txNo") String txNo);

  /** Asks over HTTP. */
  static PayClient at(URI url) {
    RestClient client = RestClient.create(url.toString());
    return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
        .build()
        .createClient(PayClient.class);
  }

  /** Knows every recharge as a success that credits this account. */
  static PayClient success(String accountNo, long payAmount) {
    return txNo -> AccountPay.success(txNo, accountNo, payAmount);
  }
}
