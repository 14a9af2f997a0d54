-- Tireless, version 1. All times are UTC. Big tables only grow at their end; tireless_due,
-- tireless_range and tireless_parked hold only what still needs work. docs/design.md has the picture.

CREATE TABLE tireless_notification (
  id           VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  tenant       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topic        VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject      VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version      BIGINT NOT NULL,
  addressees   MEDIUMTEXT CHARACTER SET ascii,
  content_type VARCHAR(255) NOT NULL,
  payload      MEDIUMBLOB,
  payload_hash BINARY(32) NOT NULL,
  traceparent  VARCHAR(128),
  created_at   DATETIME(6) NOT NULL,
  UNIQUE (subject, topic, tenant, version)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE tireless_outbox (
  notification_id VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  fanned_out_to   BIGINT NOT NULL DEFAULT 0,
  held_until      DATETIME(6)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE tireless_receiver (
  receiver_id           BIGINT AUTO_INCREMENT PRIMARY KEY,
  tenant                VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  receiver              VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel               VARCHAR(32) NOT NULL,
  url                   VARCHAR(2048) NOT NULL,
  secret                VARCHAR(128) NOT NULL,
  previous_secret       VARCHAR(128),
  previous_secret_until DATETIME(6),
  schedule              VARCHAR(512) NOT NULL,
  ack_rule              VARCHAR(512) NOT NULL,
  refusable             BOOLEAN NOT NULL,
  max_in_flight         INT NOT NULL,
  exchange_timeout_ms   INT NOT NULL,
  state                 VARCHAR(16) NOT NULL,
  resumed_at            DATETIME(6),
  paused_until          DATETIME(6),
  gone_in_row           INT NOT NULL DEFAULT 0,
  last_ack_at           DATETIME(6),
  failing_since         DATETIME(6),
  failed_probes         INT NOT NULL DEFAULT 0,
  probed_at             DATETIME(6),
  next_probe_at         DATETIME(6),
  turn_seq              BIGINT NOT NULL DEFAULT 0,
  drain_up_to           BIGINT,
  held_by               VARCHAR(64),
  held_until            DATETIME(6),
  health_version        BIGINT NOT NULL DEFAULT 0,
  UNIQUE (tenant, receiver)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
CREATE INDEX tireless_receiver_failing ON tireless_receiver (failing_since);

CREATE TABLE tireless_subscription (
  receiver_id BIGINT NOT NULL,
  tenant      VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topic       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (receiver_id, topic)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
CREATE INDEX tireless_subscription_topic ON tireless_subscription (tenant, topic, receiver_id);

CREATE TABLE tireless_receiver_head (
  receiver_id       BIGINT PRIMARY KEY,
  epoch             BIGINT NOT NULL,
  last_seq          BIGINT NOT NULL,
  last_sequenced_at DATETIME(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE tireless_delivery (
  receiver_id     BIGINT NOT NULL,
  seq             BIGINT NOT NULL,
  notification_id VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sequenced_at    DATETIME(6) NOT NULL,
  PRIMARY KEY (receiver_id, seq),
  UNIQUE (notification_id, receiver_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE tireless_due (
  receiver_id  BIGINT NOT NULL,
  seq          BIGINT NOT NULL,
  due_at       DATETIME(6) NOT NULL,
  reason       VARCHAR(16) NOT NULL,
  leased_until DATETIME(6),
  leased_by    VARCHAR(64),
  lease_token  BIGINT NOT NULL,
  failures     INT NOT NULL,
  window_start DATETIME(6),
  last_outcome VARCHAR(16),
  failed_at    DATETIME(6),
  PRIMARY KEY (receiver_id, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
CREATE INDEX tireless_due_at ON tireless_due (receiver_id, due_at, seq);

-- Many deliveries of one receiver, leased together as they were numbered: while it is here, those
-- of them without an attempt are unfinished, and have no row in tireless_due.
CREATE TABLE tireless_range (
  receiver_id  BIGINT NOT NULL,
  first_seq    BIGINT NOT NULL,
  last_seq     BIGINT NOT NULL,
  leased_at    DATETIME(6) NOT NULL,
  leased_until DATETIME(6) NOT NULL,
  leased_by    VARCHAR(64) NOT NULL,
  PRIMARY KEY (receiver_id, first_seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
CREATE INDEX tireless_range_until ON tireless_range (leased_until);

CREATE TABLE tireless_parked (
  receiver_id BIGINT NOT NULL,
  seq         BIGINT NOT NULL,
  state       VARCHAR(16) NOT NULL,
  reason      VARCHAR(255) NOT NULL,
  parked_at   DATETIME(6) NOT NULL,
  lease_token BIGINT NOT NULL,
  PRIMARY KEY (receiver_id, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE tireless_attempt (
  receiver_id     BIGINT NOT NULL,
  seq             BIGINT NOT NULL,
  number          BIGINT NOT NULL,
  source          VARCHAR(8) NOT NULL,
  reason          VARCHAR(16),
  started_at      DATETIME(6) NOT NULL,
  duration_micros BIGINT NOT NULL,
  outcome         VARCHAR(16) NOT NULL,
  status          INT NOT NULL,
  error           VARCHAR(512) NOT NULL,
  excerpt         VARCHAR(1024) NOT NULL,
  node            VARCHAR(64) NOT NULL,
  PRIMARY KEY (receiver_id, seq, number)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE tireless_node (
  node         VARCHAR(64) PRIMARY KEY,
  started_at   DATETIME(6) NOT NULL,
  heartbeat_at DATETIME(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- What the receivers ask for.

-- Digests of hours that are over. An hour without deliveries has no row.
CREATE TABLE tireless_digest (
  receiver_id BIGINT NOT NULL,
  hour_at     DATETIME(6) NOT NULL,
  deliveries  BIGINT NOT NULL,
  first_seq   BIGINT NOT NULL,
  last_seq    BIGINT NOT NULL,
  hash_sum    VARCHAR(43) NOT NULL,
  PRIMARY KEY (receiver_id, hour_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- Credentials of the receivers: of the text itself only the SHA-256 hash in hex is kept.
CREATE TABLE tireless_credential (
  credential_hash VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  receiver_id     BIGINT NOT NULL,
  scopes          VARCHAR(255) NOT NULL,
  created_at      DATETIME(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
CREATE INDEX tireless_credential_receiver ON tireless_credential (receiver_id);

-- The last wish of each receiver to be told again, and how far it is.
CREATE TABLE tireless_redelivery (
  receiver_id  BIGINT PRIMARY KEY,
  number       BIGINT NOT NULL,
  done_up_to   BIGINT NOT NULL,
  until_seq    BIGINT NOT NULL,
  acked_too    BOOLEAN NOT NULL,
  seqs         MEDIUMTEXT,
  redelivered  BIGINT NOT NULL,
  requested_at DATETIME(6) NOT NULL,
  finished_at  DATETIME(6)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- The receiver's side.

CREATE TABLE tireless_receipt (
  notifier        VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topic           VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject         VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version         BIGINT NOT NULL,
  payload_hash    BINARY(32),
  applied_at      DATETIME(6) NOT NULL,
  PRIMARY KEY (notifier, topic, subject)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE tireless_seen (
  notifier        VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  epoch           BIGINT NOT NULL,
  seq             BIGINT NOT NULL,
  outcome         VARCHAR(16) NOT NULL,
  notification_id VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topic           VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject         VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version         BIGINT NOT NULL,
  payload_hash    BINARY(32),
  error           VARCHAR(512) NOT NULL,
  seen_at         DATETIME(6) NOT NULL,
  PRIMARY KEY (notifier, epoch, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
CREATE INDEX tireless_seen_outcome ON tireless_seen (outcome, seen_at);

-- How far the receiver has come by itself; one instance at a time goes on with it.
CREATE TABLE tireless_catch_up (
  notifier       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  epoch          BIGINT NOT NULL,
  contiguous_seq BIGINT NOT NULL,
  watermark      BIGINT NOT NULL,
  doubted_seq    BIGINT NOT NULL,
  heard_at       DATETIME(6),
  compared_until DATETIME(6),
  conflict_at    DATETIME(6),
  leased_until   DATETIME(6),
  leased_by      VARCHAR(64),
  lease_token    BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- What each comparison with the notifier found.
CREATE TABLE tireless_comparison (
  number      BIGINT AUTO_INCREMENT PRIMARY KEY,
  notifier    VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason      VARCHAR(16) NOT NULL,
  epoch       BIGINT NOT NULL,
  from_seq    BIGINT NOT NULL,
  to_seq      BIGINT NOT NULL,
  compared    BIGINT NOT NULL,
  missing     BIGINT NOT NULL,
  repaired    BIGINT NOT NULL,
  still_open  BIGINT NOT NULL,
  detail      VARCHAR(1024) NOT NULL,
  started_at  DATETIME(6) NOT NULL,
  finished_at DATETIME(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
CREATE INDEX tireless_comparison_notifier ON tireless_comparison (notifier, number);

-- Messages of a queue that could not be understood, or were given up, as they were.

CREATE TABLE tireless_quarantine (
  number         BIGINT AUTO_INCREMENT PRIMARY KEY,
  consumer_group VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  queue_topic    VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  message_id     VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body_hash      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  properties     MEDIUMTEXT NOT NULL,
  body           LONGBLOB NOT NULL,
  born_at        DATETIME(6) NOT NULL,
  reason         VARCHAR(32) NOT NULL,
  detail         VARCHAR(512) NOT NULL,
  quarantined_at DATETIME(6) NOT NULL,
  UNIQUE (consumer_group, queue_topic, message_id, body_hash)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
