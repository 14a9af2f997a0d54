package dev.tireless.demo.account.ask;

import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.demo.account.PayResult;
import dev.tireless.demo.account.PayResult.State;
import dev.tireless.demo.account.credit.Crediting;
import dev.tireless.demo.account.problem.Problem;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.InboxOutcome;
import dev.tireless.receive.InboxResult;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.spring.InboxProperties;
import dev.tireless.spring.NotificationHandlers;
import dev.tireless.wire.Names;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks for a result instead of waiting to be told. A success goes through the inbox like a pushed
 * one, so whichever comes second changes nothing.
 */
@RestController
class AskController {

  private final RechargeSystem rechargeSystem;
  private final Inbox inbox;
  private final InboxProperties inboxProperties;
  private final NotificationHandlers handlers;
  private final JsonMapper json;

  AskController(
      RechargeSystem rechargeSystem,
      Inbox inbox,
      InboxProperties inboxProperties,
      NotificationHandlers handlers,
      JsonMapper json) {
    this.rechargeSystem = rechargeSystem;
    this.inbox = inbox;
    this.inboxProperties = inboxProperties;
    this.handlers = handlers;
    this.json = json;
  }

  @GetMapping("/payresult/{txNo}")
  PayResult ask(@PathVariable String txNo) {
    if (!Names.isName(txNo)) {
      throw RechargeSystem.unknown(txNo);
    }
    PayResult result = rechargeSystem.ask(txNo);
    if (result.result() == State.SUCCESS) {
      credit(result);
    }
    return result;
  }

  private void credit(PayResult result) {
    InboxResult applied = inbox.receive(notification(result), handlers.of(Crediting.TOPIC));
    if (applied.outcome() == InboxOutcome.REFUSED) {
      throw Problem.of(HttpStatus.CONFLICT, "ACCOUNT_UNKNOWN", applied.reason());
    }
    if (!applied.outcome().isAck()) {
      throw Problem.of(
          HttpStatus.SERVICE_UNAVAILABLE, "NOT_APPLIED", "It could not be credited; ask again");
    }
  }

  private ReceivedNotification notification(PayResult result) {
    Payload payload = Payload.of(json.writeValueAsBytes(result));
    return ReceivedNotification.queried(
        inboxProperties.notifier(), Crediting.TOPIC, result.id(), 1, Publication.JSON, payload);
  }
}
