package dev.tireless.receive;

class PostgresqlInboxRaceTest extends InboxRaceContract {

  PostgresqlInboxRaceTest() {
    super(ReceiverDatabase.postgresql());
  }
}
