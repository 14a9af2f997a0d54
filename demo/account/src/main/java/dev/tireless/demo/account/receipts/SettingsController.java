package dev.tireless.demo.account.receipts;

import dev.tireless.demo.account.DemoProperties;
import java.net.URI;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the start page finds its neighbour. */
@RestController
class SettingsController {

  private final DemoProperties properties;

  SettingsController(DemoProperties properties) {
    this.properties = properties;
  }

  record Settings(URI rechargePage) {}

  @GetMapping("/demo/settings")
  Settings settings() {
    return new Settings(properties.recharge().url());
  }
}
