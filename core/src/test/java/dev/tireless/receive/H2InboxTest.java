package dev.tireless.receive;

class H2InboxTest extends InboxContract {

  H2InboxTest() {
    super(ReceiverDatabase.h2());
  }
}
