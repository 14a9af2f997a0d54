package dev.tireless.receive;

import org.junit.jupiter.api.Nested;

class MariadbInboxTest {

  @Nested
  class Receive extends ReceiveContract {
    Receive() {
      super(ReceiverDatabase::mariadb);
    }
  }

  @Nested
  class Ask extends AskContract {
    Ask() {
      super(ReceiverDatabase::mariadb);
    }
  }

  @Nested
  class Breakdown extends BreakdownContract {
    Breakdown() {
      super(ReceiverDatabase::mariadb);
    }
  }

  @Nested
  class Race extends RaceContract {
    Race() {
      super(ReceiverDatabase::mariadb);
    }
  }
}
