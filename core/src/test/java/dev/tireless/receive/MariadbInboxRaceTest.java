package dev.tireless.receive;

class MariadbInboxRaceTest extends InboxRaceContract {

  MariadbInboxRaceTest() {
    super(ReceiverDatabase.mariadb());
  }
}
