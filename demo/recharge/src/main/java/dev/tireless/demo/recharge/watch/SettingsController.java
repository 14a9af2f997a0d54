package dev.tireless.demo.recharge.watch;

import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.deliver.Receivers;
import dev.tireless.demo.recharge.DemoProperties;
import java.net.URI;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the start page says about the notifications it shows. */
@RestController
class SettingsController {

  private static final String RECEIVER = "account";

  private final DemoProperties properties;
  private final Receivers receivers;

  SettingsController(DemoProperties properties, Receivers receivers) {
    this.properties = properties;
    this.receivers = receivers;
  }

  record Settings(URI accountPage, String schedule) {}

  @GetMapping("/demo/settings")
  Settings settings() {
    Receiver account = receivers.find(Publication.DEFAULT_TENANT, RECEIVER).orElseThrow();
    return new Settings(properties.account().url(), account.schedule().toString());
  }
}
