-- The table of the source document, with what its sample left out: keys and checks.
CREATE TABLE account_pay (
  id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  account_no VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  pay_amount BIGINT NOT NULL CHECK (pay_amount > 0),
  result     VARCHAR(16) NOT NULL CHECK (result IN ('processing', 'success', 'fail'))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- Which client's key made which recharge, written in the recharge's own transaction.
CREATE TABLE recharge_request (
  idempotency_key VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  tx_no           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payment         VARCHAR(16) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
