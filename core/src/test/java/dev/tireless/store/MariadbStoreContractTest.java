package dev.tireless.store;

import dev.tireless.testdatabases.TestDatabases;
import org.junit.jupiter.api.Nested;

class MariadbStoreContractTest {

  @Nested
  class Publishing extends PublishContract {
    Publishing() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class PublishRace extends PublishRaceContract {
    PublishRace() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Routing extends RoutingContract {
    Routing() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Sequencing extends SequenceContract {
    Sequencing() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Submitting extends SubmitContract {
    Submitting() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class FanOut extends FanOutContract {
    FanOut() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Leasing extends LeaseContract {
    Leasing() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Recording extends RecordContract {
    Recording() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class LateOutcome extends LateOutcomeContract {
    LateOutcome() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Receivers extends ReceiverContract {
    Receivers() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Operators extends OperatorContract {
    Operators() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Audit extends AuditContract {
    Audit() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Health extends HealthContract {
    Health() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Nodes extends NodeContract {
    Nodes() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Ranges extends RangeContract {
    Ranges() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class CarriedByOthers extends CarriedContract {
    CarriedByOthers() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Quarantine extends QuarantineContract {
    Quarantine() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Reconciling extends ReconcileContract {
    Reconciling() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Digests extends DigestContract {
    Digests() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Redelivering extends RedeliveryContract {
    Redelivering() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class CatchingUp extends CatchUpContract {
    CatchingUp() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class CatchingUpInTrouble extends CatchUpTroubleContract {
    CatchingUpInTrouble() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class FeedRace extends FeedRaceContract {
    FeedRace() {
      super(TestDatabases::mariadb);
    }
  }

  @Nested
  class Faults extends FaultContract {
    Faults() {
      super(TestDatabases::mariadb);
    }
  }
}
