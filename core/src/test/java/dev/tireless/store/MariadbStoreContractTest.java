package dev.tireless.store;

import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;

class MariadbStoreContractTest {

  @AutoClose static final TestDatabase DATABASE = Migration.applied(TestDatabases.mariadb());

  @Nested
  class Publishing extends PublishContract {
    Publishing() {
      super(DATABASE);
    }
  }

  @Nested
  class PublishRace extends PublishRaceContract {
    PublishRace() {
      super(DATABASE);
    }
  }

  @Nested
  class Routing extends RoutingContract {
    Routing() {
      super(DATABASE);
    }
  }

  @Nested
  class Sequencing extends SequenceContract {
    Sequencing() {
      super(DATABASE);
    }
  }

  @Nested
  class Submitting extends SubmitContract {
    Submitting() {
      super(DATABASE);
    }
  }

  @Nested
  class FanOut extends FanOutContract {
    FanOut() {
      super(DATABASE);
    }
  }

  @Nested
  class Leasing extends LeaseContract {
    Leasing() {
      super(DATABASE);
    }
  }

  @Nested
  class Recording extends RecordContract {
    Recording() {
      super(DATABASE);
    }
  }

  @Nested
  class LateOutcome extends LateOutcomeContract {
    LateOutcome() {
      super(DATABASE);
    }
  }

  @Nested
  class Receivers extends ReceiverContract {
    Receivers() {
      super(DATABASE);
    }
  }

  @Nested
  class Operators extends OperatorContract {
    Operators() {
      super(DATABASE);
    }
  }

  @Nested
  class Audit extends AuditContract {
    Audit() {
      super(DATABASE);
    }
  }

  @Nested
  class Health extends HealthContract {
    Health() {
      super(DATABASE);
    }
  }

  @Nested
  class Nodes extends NodeContract {
    Nodes() {
      super(DATABASE);
    }
  }

  @Nested
  class Ranges extends RangeContract {
    Ranges() {
      super(DATABASE);
    }
  }

  @Nested
  class CarriedByOthers extends CarriedContract {
    CarriedByOthers() {
      super(DATABASE);
    }
  }

  @Nested
  class Quarantine extends QuarantineContract {
    Quarantine() {
      super(DATABASE);
    }
  }

  @Nested
  class Reconciling extends ReconcileContract {
    Reconciling() {
      super(DATABASE);
    }
  }

  @Nested
  class Digests extends DigestContract {
    Digests() {
      super(DATABASE);
    }
  }

  @Nested
  class Redelivering extends RedeliveryContract {
    Redelivering() {
      super(DATABASE);
    }
  }

  @Nested
  class CatchingUp extends CatchUpContract {
    CatchingUp() {
      super(DATABASE);
    }
  }

  @Nested
  class CatchingUpInTrouble extends CatchUpTroubleContract {
    CatchingUpInTrouble() {
      super(DATABASE);
    }
  }

  @Nested
  class CatchingUpOnWhatFails extends CatchUpRefusalContract {
    CatchingUpOnWhatFails() {
      super(DATABASE);
    }
  }

  @Nested
  class CatchingUpAfterARestore extends CatchUpRestoreContract {
    CatchingUpAfterARestore() {
      super(DATABASE);
    }
  }

  @Nested
  class FeedRace extends FeedRaceContract {
    FeedRace() {
      super(DATABASE);
    }
  }

  @Nested
  class Faults extends FaultContract {
    Faults() {
      super(DATABASE);
    }
  }
}
