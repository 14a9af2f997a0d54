package dev.tireless.receive;

class H2InboxRaceTest extends InboxRaceContract {

  H2InboxRaceTest() {
    super(ReceiverDatabase.h2());
  }
}
