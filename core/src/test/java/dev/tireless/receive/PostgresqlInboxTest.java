package dev.tireless.receive;

class PostgresqlInboxTest extends InboxContract {

  PostgresqlInboxTest() {
    super(ReceiverDatabase.postgresql());
  }
}
