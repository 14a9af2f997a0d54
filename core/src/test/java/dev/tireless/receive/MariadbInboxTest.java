package dev.tireless.receive;

class MariadbInboxTest extends InboxContract {

  MariadbInboxTest() {
    super(ReceiverDatabase.mariadb());
  }
}
